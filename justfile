# What there is to run: `just` lists it. Each recipe is a line that works without just, too.

# List the recipes
default:
    @just --list

# Set up, build the dossier, ask three questions, say where the pictures are
demo:
    scripts/demo

# Build wheel, Debian package and tarball into dist/, and try them
package:
    scripts/package

# Set up and run everything that is tested
test:
    scripts/test

# Format the code
fmt:
    cargo fmt --all

# Lint the code and its documentation, warnings denied
lint:
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

# Measure whole processes on the shipped dossier (docs/benchmarks.md)
bench:
    cargo build --profile dist --locked
    benches/whole-process

# Write expected outputs, pictures and the manual page anew; look at the difference before committing
update:
    UPDATE=1 cargo test --locked --workspace
