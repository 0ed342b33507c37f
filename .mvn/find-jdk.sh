# Sourced by build, freshet and verify. Sets and exports JAVA_HOME to a JDK 25 or ends with a sentence that says what to install.

jdk_feature() { # the feature version of the JDK in directory $1, or nothing
    [ -x "$1/bin/javac" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk_25() {
    local candidate on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && [ "$(jdk_feature "$candidate")" = 25 ]; then
            export JAVA_HOME="$candidate"
            return 0
        fi
    done
    {
        echo "No JDK 25 was found: looked at JAVA_HOME (${JAVA_HOME:-not set}), javac on the path (${on_path:-none}) and the usual folders such as /usr/lib/jvm."
        echo "Install one, for example Eclipse Temurin 25 (package temurin-25-jdk) or openjdk-25-jdk, or set JAVA_HOME to it."
    } >&2
    exit 1
}
