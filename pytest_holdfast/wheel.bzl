"""The wheel and the sdist, as pip and build make them, without a network."""

def _wheel_impl(ctx):
    out = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run_shell(
        outputs = [out],
        inputs = ctx.files.srcs,
        tools = [ctx.executable.interpreter],
        # A copy: setuptools writes beside its sources.
        command = """
            set -e
            python=$PWD/{interpreter} out=$PWD/{out}
            tree=$(mktemp -d)
            trap 'rm -rf "$tree"' EXIT
            for file in {srcs}; do cp -L --parents "$file" "$tree"; done
            cd "$tree"
            HOME=$tree "$python" -m build --no-isolation --outdir "$out" . >log 2>&1 ||
                {{ cat log; exit 1; }}
        """.format(
            interpreter = ctx.executable.interpreter.path,
            out = out.path,
            srcs = " ".join([file.path for file in ctx.files.srcs]),
        ),
        use_default_shell_env = True,
        mnemonic = "Wheel",
    )
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

wheel = rule(
    implementation = _wheel_impl,
    attrs = {
        "interpreter": attr.label(executable = True, cfg = "target"),
        "srcs": attr.label_list(allow_files = True),
    },
)
