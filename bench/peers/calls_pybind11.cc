// What calls_bound.c has, as one would write it with pybind11.
#include <pybind11/pybind11.h>

#include <cstdint>
#include <utility>

namespace py = pybind11;

struct Point {
    double x, y;
    py::str name;
};

PYBIND11_MODULE(calls_pybind11, m)
{
    m.def("noop", [](py::str s) { return s; });
    m.def("append", [](py::str left) { return left + py::str("right"); });
    m.def("concat", [](py::str left) { return left + py::str("right"); });
    m.def("chain", [] {
        py::object s = py::str("Hello ");
        s += py::str("1, ");
        s += py::str("2, ");
        s += py::str("3");
        return s;
    });
    m.def("add", [](int64_t a, int64_t b) { return a + b; });
    m.def("flag", [](py::str, bool loud) { return int64_t(loud); },
          py::arg("s"), py::kw_only(), py::arg("loud") = true);
    py::class_<Point>(m, "Point")
        .def(py::init([](double x, double y, py::str name) {
                 return Point{x, y, std::move(name)};
             }),
             py::arg("x"), py::arg("y"), py::arg("name"))
        .def_readwrite("x", &Point::x)
        .def_readwrite("name", &Point::name)
        .def("sum", [](const Point &p) { return p.x + p.y; });
}
