# Sourced by run and jmh: finds the JDK, builds the jars if a source is newer than they are, and
# sets home, java and class_path. Installs nothing.

home=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$home")

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=$(command -v java || true)
fi
if [ ! -x "$java" ]; then
  echo "no java found: set JAVA_HOME to a JDK 17 or later, or put its java on PATH" >&2
  exit 2
fi

stamp=$home/target/built
if [ -f "$stamp" ]; then
  changed=$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" | head -n 1)
else
  changed=everything
fi
if [ -n "$changed" ]; then
  mvn=mvn
  if [ -x "$root/mvnw" ]; then
    mvn=$root/mvnw
  fi
  echo "building ($changed is new)" >&2
  mkdir -p "$home/target"
  touch "$stamp.next"
  "$mvn" -q -B -f "$root/pom.xml" -pl benchmarks -am -DskipTests package >&2
  mv "$stamp.next" "$stamp"
fi

# What is ours comes from jars too: a directory on the class path disables class-data archives.
class_path=
for jar in "$home"/target/benchmarks-*.jar "$home"/target/lib/*.jar; do
  class_path=${class_path:+$class_path:}$jar
done
