#!/bin/sh
# Builds and tests the page; Maven calls this (see pom.xml). Does nothing that is already done:
# packages are installed again when the lock file changed, the page is built again and tested again
# when a source changed.
set -eu
cd "$(dirname "$0")"
mkdir -p target

# Maven prints what we say as it is, and ./millrace shows the lines that begin like this.
fail() {
    printf '[ERROR] web: %s\n' "$*"
    exit 1
}

# Runs npm, silent unless it fails.
npm_quietly() {
    if ! npm "$@" >target/npm.log 2>&1; then
        sed 's/^/[ERROR] /' target/npm.log
        fail "npm $* failed"
    fi
}

fingerprint() {
    find . \( -name node_modules -o -name dist -o -name target \) -prune \
        -o -type f -exec cksum {} + | LC_ALL=C sort | cksum
}

major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
if [ "$major" -lt 20 ] || ! command -v npm >/dev/null; then
    fail "Node 20 or newer and npm are needed; install them with: apt install nodejs npm," \
        "or from https://nodejs.org"
fi

if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    npm_quietly ci --no-audit --no-fund
    mkdir -p node_modules
    cp package-lock.json node_modules/.installed-lock.json
fi

sources=$(fingerprint)
case $1 in
build)
    if [ "$sources" != "$(cat target/built 2>/dev/null)" ] || [ ! -e dist/index.html ]; then
        npm_quietly run build
        echo "$sources" >target/built
    fi
    ;;
test)
    if [ "$sources" != "$(cat target/tested 2>/dev/null)" ]; then
        npm test
        echo "$sources" >target/tested
    fi
    ;;
esac
