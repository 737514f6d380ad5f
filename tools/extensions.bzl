"""For MODULE.bazel: the same repositories as a WORKSPACE gets."""

load("//tools:repositories.bzl", "toolchain_repositories")

toolchains = module_extension(implementation = lambda _ctx: toolchain_repositories())
