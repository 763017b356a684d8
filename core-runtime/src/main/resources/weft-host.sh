# Starts the agent of another host: sh -c "$(cat this)" weft-host BUNDLE MAIN FOLDER FLAG…
# FOLDER is where it is to work, if there is such a one. BUNDLE names the class path, whose jars lie here by their digests. Says on a line of its own how it goes on: "weft-host started", "weft-host missing"
# and then the digests that are here, or "weft-host nojdk" and where it looked.
bundle=$1 main=$2
cd "$3" 2>/dev/null || cd || exit 1
shift 3
cache=${XDG_CACHE_HOME:-$HOME/.cache}/weft
mkdir -p "$cache/jars" "$cache/bundles" || exit 1

fits() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${feature:-0}" -ge 25 ]
}

jdk=
path_java=$(command -v java 2>/dev/null)
[ -z "$path_java" ] || path_java=$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")
for folder in "$WEFT_JAVA_HOME" "$JAVA_HOME" "${path_java%/bin/java}" /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if fits "$folder"; then
        jdk=$folder
        break
    fi
done
if [ -z "$jdk" ]; then
    echo "weft-host nojdk"
    exit 0
fi

if [ ! -f "$cache/bundles/$bundle" ]; then
    echo "weft-host missing"
    ls "$cache/jars"
    exit 0
fi
path=
while read -r digest; do
    path=$path:$cache/jars/$digest.jar
done <"$cache/bundles/$bundle"
echo "weft-host started"
exec "$jdk/bin/java" "$@" -cp "${path#:}" "$main"
