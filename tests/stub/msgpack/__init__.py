"""In place of the package, which is not installed everywhere: what ports._packer asks
of it when it is imported."""
