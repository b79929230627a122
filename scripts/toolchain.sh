# shellcheck shell=sh disable=SC2034 # what is set here is used by those who source it
# Finds the tools. Sourced by ./millrace and ./check; needs a POSIX shell and nothing else.

JDK_VERSION_MIN=25

# Prints the feature version of the JDK at $1; nothing if there is none, or only a runtime.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS='="' read -r name _ value _; do
        if [ "$name" = JAVA_VERSION ]; then
            printf '%s\n' "${value%%[!0-9]*}"
            return 0
        fi
    done <"$1/release"
}

# The JDK whose javac is on the PATH, seen through the links that alternatives make.
jdk_on_path() {
    javac=$(command -v javac) || return 0
    javac=$(readlink -f "$javac" 2>/dev/null) || return 0
    printf '%s\n' "${javac%/bin/javac}"
}

# Sets JAVA_HOME: the one given if it is new enough, else the oldest that is (it is the one this
# project is built with), else the one on the PATH.
find_jdk() {
    version=$(jdk_version "${JAVA_HOME:-/nonexistent}")
    if [ "${version:-0}" -ge "$JDK_VERSION_MIN" ]; then
        export JAVA_HOME
        return 0
    fi
    found='' found_version=''
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/*java*/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$(jdk_on_path)"; do
        version=$(jdk_version "$home")
        [ "${version:-0}" -ge "$JDK_VERSION_MIN" ] || continue
        if [ -z "$found" ] || [ "$version" -lt "$found_version" ]; then
            found=$home found_version=$version
        fi
    done
    JAVA_HOME=$found
    export JAVA_HOME
    [ -n "$found" ]
}

# Sets MVN to Maven's command.
find_maven() {
    for MVN in "${MAVEN_HOME:-/nonexistent}/bin/mvn" "$(command -v mvn)" \
        "${SDKMAN_DIR:-$HOME/.sdkman}/candidates/maven/current/bin/mvn" \
        /opt/*maven*/bin/mvn /usr/share/maven/bin/mvn /opt/homebrew/bin/mvn; do
        if [ -x "$MVN" ]; then
            return 0
        fi
    done
    return 1
}

JDK_MISSING="no JDK $JDK_VERSION_MIN or newer in JAVA_HOME, /usr/lib/jvm, /opt, SDKMAN or on the\
 PATH; install one from https://adoptium.net, or: apt install openjdk-25-jdk"
MAVEN_MISSING="no Maven in MAVEN_HOME, /opt, SDKMAN or on the PATH; install it with:\
 apt install maven, or from https://maven.apache.org"
NODE_MISSING="no Node with npm on the PATH; install Node 20 or newer with:\
 apt install nodejs npm, or from https://nodejs.org"
