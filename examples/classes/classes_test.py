"""example.classes: what the classes are, and that they let go of what they hold."""

import gc
import sys

import pytest
from example import classes
from growth import growth


def test_constructor():
    assert classes.ConstructableClass(20).count == 20
    assert classes.ConstructableClass(count=20).count == 20
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'count'"):
        classes.ConstructableClass()


def test_what_python_cannot_make():
    assert isinstance(classes.SomeClass, type)
    with pytest.raises(TypeError, match="cannot create 'example.classes.SomeClass' instances"):
        classes.SomeClass()


def test_a_count():
    counter = classes.Counter()
    assert counter.count == 0
    for _ in range(3):
        assert counter.increment() is None
    assert counter.count == 3
    counter.count = 7
    counter.increment()
    assert counter.count == 8


def test_a_function_that_is_not_bound():
    hidden = classes.ZigOnlyMethod(3)
    assert hidden.reexposed() == 3
    with pytest.raises(AttributeError, match="ZigOnlyMethod' object has no attribute 'get_number'"):
        hidden.get_number()


def test_inheritance():
    dog = classes.Dog("labrador")
    assert isinstance(dog, classes.Animal)
    assert (dog.breed(), dog.species()) == ("labrador", "dog")
    assert classes.Animal("cat").species() == "cat"


def test_a_subclass_in_python():
    class Puppy(classes.Dog):
        def breed(self):
            return "small " + super().breed()

    assert Puppy("corgi").breed() == "small corgi" and Puppy("corgi").species() == "dog"


def test_properties():
    user = classes.User("Dave")
    assert user.email is None and user.greeting == "Hello, Dave!"
    user.email = "dave@reef.org"
    assert user.email == "dave@reef.org"
    with pytest.raises(ValueError, match="^Invalid email address for Dave$"):
        user.email = "dave"
    with pytest.raises(TypeError, match="expected str, found int"):
        user.email = 3
    with pytest.raises(AttributeError):
        del user.email
    with pytest.raises(AttributeError):
        user.greeting = "Bye"
    assert user.email == "dave@reef.org"


def test_methods_without_an_instance():
    assert classes.Math.add(10, 30) == 40 and classes.Math.name() == "Math"
    with pytest.raises(TypeError, match="cannot create 'example.classes.Math' instances"):
        classes.Math()


def test_attributes():
    assert classes.GetAttr().number == 42
    with pytest.raises(AttributeError, match="has no attribute 'attr'"):
        classes.GetAttr().attr


def test_hash():
    assert hash(classes.Hash(7)) == 7
    assert {classes.Hash(1), classes.Hash(1), classes.Hash(2)} == {classes.Hash(1), classes.Hash(2)}


def test_call():
    assert classes.Callable()(30) == classes.Callable()(i=30) == 30
    with pytest.raises(OverflowError):
        classes.Callable()(-1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'i'"):
        classes.Callable()()


def test_the_module_is_not_kept():
    classes.Hash(42)
    before = sys.getrefcount(classes)
    many = [classes.Hash(42) for _ in range(10)]
    assert sys.getrefcount(classes) == before and len(many) == 10


def test_nothing_grows():
    def work():
        user = classes.User("Dave")
        user.email = "a@b"
        user.email, user.greeting
        classes.Dog("corgi").species()
        try:
            user.email = "wrong"
        except ValueError:
            pass
        classes.Counter().increment(), classes.Callable()(3000), classes.ZigOnlyMethod(3000).reexposed()
        hash(classes.Hash(7)), classes.GetAttr().number, classes.Math.add(1, 2)

    gc.collect()
    assert growth(work) == 0
