# Takes jars from standard input, one behind the other: sh -c "$(cat this)" weft-host-bring BUNDLE "DIGESTS of the class path" DIGEST BYTES DIGEST BYTES …
# A jar counts if it has its digest; says "weft-host brought" if all do.
bundle=$1 names=$2
shift 2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/weft
own=$cache/bring-$$
mkdir -p "$cache/jars" "$cache/bundles" "$own" || exit 1
trap 'rm -rf "$own"' EXIT
cat >"$own/all" || exit 1
from=1
while [ $# -gt 0 ]; do
    tail -c +"$from" "$own/all" | head -c "$2" >"$own/jar"
    if command -v sha256sum >/dev/null 2>&1; then found=$(sha256sum <"$own/jar"); else found=$(shasum -a 256 <"$own/jar"); fi
    if [ "${found%% *}" != "$1" ]; then
        echo "a jar did not arrive whole: is the disk of $cache full?" >&2
        exit 1
    fi
    mv "$own/jar" "$cache/jars/$1.jar" || exit 1
    from=$((from + $2))
    shift 2
done
for name in $names; do echo "$name"; done >"$own/bundle"
mv "$own/bundle" "$cache/bundles/$bundle" && echo "weft-host brought"
