// What calls_bound.c has, as one would write it with nanobind.
#include <nanobind/nanobind.h>

#include <cstdint>
#include <utility>

namespace nb = nanobind;

struct Point {
    double x, y;
    nb::str name;
    Point(double x, double y, nb::str name) : x(x), y(y), name(std::move(name))
    {
    }
};

NB_MODULE(calls_nanobind, m)
{
    m.def("noop", [](nb::str s) { return s; });
    m.def("append", [](nb::str left) { return left + nb::str("right"); });
    m.def("concat", [](nb::str left) { return left + nb::str("right"); });
    m.def("chain", [] {
        nb::object s = nb::str("Hello ");
        s += nb::str("1, ");
        s += nb::str("2, ");
        s += nb::str("3");
        return s;
    });
    m.def("add", [](int64_t a, int64_t b) { return a + b; });
    m.def("flag", [](nb::str, bool loud) { return int64_t(loud); },
          nb::arg("s"), nb::kw_only(), nb::arg("loud") = true);
    nb::class_<Point>(m, "Point")
        .def(nb::init<double, double, nb::str>(), nb::arg("x"), nb::arg("y"),
             nb::arg("name"))
        .def_rw("x", &Point::x)
        .def_rw("name", &Point::name)
        .def("sum", [](const Point &p) { return p.x + p.y; });
}
