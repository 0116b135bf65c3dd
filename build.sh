#!/usr/bin/env bash
# The one entry: sets up what is missing, builds in Release and runs. See ./build.sh help.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly configuration=Release
readonly state=.build # git-ignored: the stack chosen, the native shim, stamps and logs
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'TEXT'
Usage: ./build.sh <command>

  demo                 simulate cells, train, export, fill through the ML.NET pipeline, cluster, print the table
  test                 build everything and run all tests; the last line is "N passed, N failed, N skipped"
  run <arguments>      run the unetfill tool, e.g. ./build.sh run --help
  help                 this text

Every command first installs and builds what is missing; a second call does no set-up again.
Environment:
  MLNETUNETFILL_STACK=nuget|embedded   take this stack instead of probing the package feed
TEXT
}

say() { printf '%s\n' "$*" >&2; }
die() { say "build.sh: $*"; exit 1; }

# Runs a step quietly; its log is shown only if it fails.
step() {
  local title=$1 log; shift
  mkdir -p "$state/log"
  log="$state/log/${title// /-}.txt"
  say "$title ..."
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "$title failed; the whole log is in $log."; }
}

choose_stack() {
  local wanted=${MLNETUNETFILL_STACK:-} known=""
  [[ -f $state/Stack.props ]] && known=$(sed -n 's:.*<Stack>\(.*\)</Stack>.*:\1:p' "$state/Stack.props")
  case $wanted in
    nuget|embedded) stack=$wanted ;;
    "") stack=${known:-$(probe_feed)} ;;
    *) die "MLNETUNETFILL_STACK is '$wanted'; expected nuget or embedded." ;;
  esac
  if [[ $stack != "$known" ]]; then
    mkdir -p "$state"
    printf '<Project>\n  <PropertyGroup>\n    <Stack>%s</Stack>\n  </PropertyGroup>\n</Project>\n' "$stack" >"$state/Stack.props"
    case $stack in
      nuget) say "Stack: nuget (the official ML.NET, TorchSharp and ONNX Runtime packages)." ;;
      embedded) say "Stack: embedded (own assemblies over libtorch and ONNX Runtime; the official packages are not on this feed or were not asked for)." ;;
    esac
  fi
}

# The official stack needs a feed that holds Microsoft.ML in this very version: restore would else take the next one that it finds, and with it
# natives of another system generation.
probe_feed() {
  local folder version; folder=$(mktemp -d)
  version=$(sed -n 's:.*Include="Microsoft.ML" Version="\([^"]*\)".*:\1:p' Directory.Packages.props)
  cat >"$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.ML" Version="[$version]" /></ItemGroup>
</Project>
XML
  if timeout 120 dotnet restore "$folder" >/dev/null 2>&1; then echo nuget; else echo embedded; fi
  rm -rf "$folder"
}

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

# apt_install required|optional PACKAGE...: installs what is missing.
apt_install() {
  local need=$1 missing=() as_root=(); shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else
      [[ $need == optional ]] && return 0
      die "missing ${missing[*]} and no right to install; ask an administrator for: apt-get install ${missing[*]}"
    fi
  fi
  export DEBIAN_FRONTEND=noninteractive
  if [[ $need == optional ]]; then
    say "installing ${missing[*]} (for the tests that compare with Python) ..."
    { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
      say "not installed: ${missing[*]}; the tests that need them will be skipped."
    return 0
  fi
  step "refreshing the package lists" "${as_root[@]}" apt-get update
  step "installing ${missing[*]}" "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
}

set_up_embedded() {
  local onnx=src/Embedded/OnnxRuntime shim=src/Embedded/TorchSharp/native
  command -v dpkg-query >/dev/null || die "the embedded stack is built on Debian or Ubuntu; elsewhere use a feed with the official packages (MLNETUNETFILL_STACK=nuget)."
  # libtorch multiplies matrices with the system BLAS: the reference one, which comes with it, is more than ten times slower.
  apt_install required libtorch-dev libopenblas0-openmp cmake g++
  if ! [[ -d $onnx/node_modules ]] || ! cmp -s "$onnx/package-lock.json" "$state/package-lock.json"; then
    command -v npm >/dev/null || die "npm was not found; install Node.js 20 or newer with npm."
    step "installing ONNX Runtime" npm ci --prefix "$onnx" --ignore-scripts --no-audit --no-fund
    cp "$onnx/package-lock.json" "$state/package-lock.json"
  fi
  if changed_since "$state/native/libunetfill_torch.so" "$shim"; then
    step "configuring the libtorch shim" cmake -S "$shim" -B "$state/native/cmake" -DCMAKE_BUILD_TYPE=Release
    step "building the libtorch shim" cmake --build "$state/native/cmake"
    touch "$state/native/libunetfill_torch.so"
  fi
}

# changed_since STAMP PATH...: true if the stamp is missing or anything under the paths is newer.
changed_since() {
  local stamp=$1; shift
  [[ -e $stamp ]] || return 0
  [[ -n $(find "$@" \( -name bin -o -name obj -o -name node_modules -o -name __pycache__ \) -prune -o -newer "$stamp" -print -quit) ]]
}

# build NAME TARGET: builds the project or solution unless nothing changed since it was built for this stack.
build() {
  local stamp="$state/built-$stack-$1"
  changed_since "$stamp" src tests examples ./*.props ./*.targets ./*.sln global.json .editorconfig "$state/Stack.props" || return 0
  mkdir -p "$state"; touch "$state/building"
  step "building $1" dotnet build "$2" -c "$configuration" --nologo -v quiet
  mv "$state/building" "$stamp"
}

set_up() {
  command -v dotnet >/dev/null || die "dotnet was not found; install the .NET 10 SDK."
  [[ $(dotnet --version 2>/dev/null) == 10.* ]] || die "the .NET 10 SDK was not found; install it (dotnet --list-sdks shows what is here)."
  choose_stack
  [[ $stack == nuget ]] || set_up_embedded
}

# In the caller's folder: the paths given are relative to that.
unetfill() {
  local tool="$PWD/src/MLNetUNetFill.Cli/bin/$configuration/net10.0/unetfill.dll"
  cd "$caller"
  exec dotnet "$tool" "$@"
}

run_tests() {
  local results="$state/test-results" status=0 passed failed skipped
  rm -rf "$results"
  dotnet test MLNetUNetFill.sln -c "$configuration" --no-build --nologo --logger trx --results-directory "$results" || status=$?
  read -r passed failed skipped < <(
    cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' |
      sed 's/.* total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)".*/\1 \2 \3/' |
      awk '{ passed += $3; failed += $2 - $3; skipped += $1 - $2 } END { print passed + 0, failed + 0, skipped + 0 }')
  ((status == 0 && passed > 0)) || status=1
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  return "$status"
}

case ${1:-help} in
  demo)
    shift; set_up; build unetfill src/MLNetUNetFill.Cli
    unetfill demo "$@" ;;
  test)
    set_up
    [[ $stack == nuget ]] || apt_install optional python3-onnx python3-torch
    build everything MLNetUNetFill.sln
    run_tests ;;
  run)
    shift; set_up; build unetfill src/MLNetUNetFill.Cli
    unetfill "$@" ;;
  help|-h|--help) usage ;;
  *) say "build.sh: unknown command '$1'; expected demo, test, run or help."; exit 2 ;;
esac
