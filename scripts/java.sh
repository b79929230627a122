# shellcheck shell=sh
# How Java is started for a profile. Sourced by ./millrace and by the launcher of a package; needs a
# POSIX shell and nothing else.

TRAINING_SECONDS=${TRAINING_SECONDS-8}

# Prints the profile that a command line asks for. Only `serve` has profiles.
profile_of() {
    profile=default
    [ "${1-}" != serve ] || while [ "$#" -gt 0 ]; do
        case $1 in
        --profile) profile=${2-} ;;
        --profile=*) profile=${1#*=} ;;
        esac
        shift
    done
    printf '%s\n' "$profile"
}

# Prints how many MB of memory there are: of the machine, or of the cgroup that allows less.
memory_megabytes() {
    {
        sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo
        while IFS=: read -r _ controllers path; do
            case ,$controllers, in
            ,,) group=/sys/fs/cgroup limit=memory.max ;;
            *,memory,*) group=/sys/fs/cgroup/memory limit=memory.limit_in_bytes ;;
            *) continue ;;
            esac
            # In a container the path may be the host's; then the top is what there is.
            cat "$group$path/$limit" "$group/$limit" | awk '/^[0-9]+$/ && length($1) < 16 { printf "%.0f\n", $1 / 1024 }'
        done </proc/self/cgroup
    } 2>/dev/null | sort -n | awk 'NR == 1 { printf "%.0f\n", $1 / 1024 }'
}

# Prints the heap of a small device in MB: a quarter of its memory, from 16 to 40. Java gives it back
# late, so a larger one would be taken from the pages of the program itself.
small_heap() {
    heap=$(memory_megabytes | awk '{ print int($1 / 4) }')
    heap=${heap:-40}
    [ "$heap" -ge 16 ] || heap=16
    [ "$heap" -le 40 ] || heap=40
    echo "$heap"
}

# Sets JAVA_OPTIONS to what Java is told for a profile. docs/performance.md has what each is worth.
#
# Object headers are of 8 bytes. A heap begins small and grows by need: Java would begin with a
# sixty-fourth of the machine and touch it all. One that is spent ends the process; whoever
# supervises it starts it again. What starting has left over goes back to the system.
set_java_options() {
    JAVA_OPTIONS='-XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError
        -XX:TrimNativeHeapInterval=10000
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8'
    case $1 in
    tiny)
        # One of each thread that Java and the server have for each processor. The class cache where
        # it wants to be, so that its pages stay the file's. One arena of glibc for all threads.
        JAVA_OPTIONS="$JAVA_OPTIONS -XX:+UseSerialGC -Xms4m -Xmn2m -Xmx$(small_heap)m
            -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15
            -XX:TieredStopAtLevel=1 -XX:ActiveProcessorCount=1 -XX:-UsePerfData
            -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
        arenas=1
        ;;
    default)
        JAVA_OPTIONS="$JAVA_OPTIONS -Xms32m"
        # glibc keeps an arena of memory for every thread that asks; the threads that do are few.
        arenas=2
        ;;
    # The server says that there is no such profile.
    *) set_java_options default ;;
    esac
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-$arenas}"
}

# Keeps the classes that a server loads, and what Java learns about them, for the next start: it
# takes half the time, and shares their memory. The server plays to itself for a moment what it can
# take and give, away from the settings of this place. What Java says goes to standard output; not
# having a cache is no failure.
#
# train_profile JAVA JAR PROFILE CACHE
train_profile() (
    set_java_options "$3"
    rm -f "$4" "$4.new"
    cd "${2%/*}" || exit
    rtmp=$((20000 + $$ % 20000))
    http=$((rtmp + 1))
    demo=127.0.0.1:$http/live/demo
    n=0
    {
        printf 'rtmp: {listen: "127.0.0.1:%s"}\nhttp: {listen: "127.0.0.1:%s"}\nrelays:\n' \
            "$rtmp" "$http"
        for source in "rtmp://127.0.0.1:$rtmp/live/demo" "http://$demo.flv" "http://$demo.ts" \
            "http://$demo.m3u8"; do
            n=$((n + 1))
            printf '  - {name: live/copy%s, source: "%s", start: always}\n' "$n" "$source"
        done
    } >"$4.yaml"
    java=$1 jar=$2 profile=$3 cache=$4
    set -- serve --profile "$profile" --config "$cache.yaml" --demo
    # shellcheck disable=SC2086 # several options in one variable
    env -i MALLOC_ARENA_MAX="$MALLOC_ARENA_MAX" "$java" $JAVA_OPTIONS \
        -XX:AOTCacheOutput="$cache.new" -jar "$jar" "$@" 2>&1 </dev/null &
    sleep "$TRAINING_SECONDS"
    kill $! || true
    wait $! || true
    rm -f "$cache.yaml"
    [ ! -s "$cache.new" ] || mv "$cache.new" "$cache"
)

# Becomes the program, with the cache of its profile if there is one.
#
# exec_java JAVA JAR PROFILE-CACHE ARGUMENTS...
exec_java() {
    java=$1 jar=$2 cache=$3
    shift 3
    # Java is not to complain when its options or its processor do not go with the cache: it starts
    # without.
    [ -e "$cache" ] && cache=-XX:AOTCache=$cache || cache=''
    # shellcheck disable=SC2086 # several options in one variable
    exec "$java" $JAVA_OPTIONS ${cache:+"$cache" -Xlog:aot=off} ${MILLRACE_JAVA_OPTS-} \
        -jar "$jar" "$@"
}
