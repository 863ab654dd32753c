# Sourced by the commands of this folder: builds if asked to, and starts a main class.
build=(yes)
peers=()
flag=(--add-modules jdk.incubator.vector)
arguments=()
for argument in "$@"; do
    case $argument in
    --peers) peers=(--peers) ;;
    --no-build) build=() ;;
    --no-flag) flag=() ;;
    *) arguments+=("$argument") ;;
    esac
done
if ((${#build[@]})); then
    "$here/build" "${peers[@]}"
elif [[ ! -f $here/target/classpath.run ]]; then
    echo "nothing built yet; leave out --no-build" >&2
    exit 2
fi

java_main() {
    local java=java
    [[ -n ${JAVA_HOME:-} ]] && java=$JAVA_HOME/bin/java
    exec "$java" ${JAVA_FLAGS:-} -cp "$(cat "$here/target/classpath.run")" \
        "-Dbenchmarks.source=$(git -C "$here" describe --always --dirty 2>/dev/null || echo unknown)" \
        "$@"
}
