from pyholdfast.building import BuildExt
from setuptools import Extension, setup

setup(
    cmdclass={"build_ext": BuildExt},
    ext_modules=[Extension("kelp", ["kelp.c"])],
    packages=["kelp-stubs"],
    package_data={"kelp-stubs": ["*.pyi"]},
)
