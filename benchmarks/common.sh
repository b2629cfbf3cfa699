# Sourced by the scripts beside it: changes to the repository root, builds the benchmarks unless NO_BUILD is set, and sets two variables.
# $tool is the built program; $python is the system's Python, which sees Debian's packages, or empty.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release benchmarks/MLNetLoss.Benchmarks --nologo -v quiet >&2
tool=benchmarks/MLNetLoss.Benchmarks/bin/Release/net10.0/MLNetLoss.Benchmarks
python=$(PATH=$(getconf PATH) sh -c "command -v python3" || true)

# has MODULE: whether that Python has a module.
has() { [ -n "$python" ] && "$python" -c "import $1" 2>/dev/null; }

# need_peer MODULE: ends the script, with success, where the peer's module is not installed.
need_peer() { has "$1" || { echo "python3-$1 is not installed: no peer to compare with." >&2; exit 0; }; }
