#!/usr/bin/env bash
# One Apache Kafka broker in KRaft mode on 127.0.0.1, for tests. Java 17 and Maven are needed.
#
#   kafka.sh install            download the broker's jars, once, into the cache
#   kafka.sh format DIR         make an empty broker in DIR for the ports below
#   kafka.sh run DIR            run the broker of DIR in the foreground (this process becomes the broker)
#
#   KAFKA_PORT, KAFKA_CONTROLLER_PORT   two free ports, for `format`
#   MATVIEW_TEST_CACHE                  where the jars are kept; default ~/.cache/matview-test
set -euo pipefail

version=4.1.1
cache=${MATVIEW_TEST_CACHE:-$HOME/.cache/matview-test}
jars=$cache/kafka-$version

install() {
  [ -d "$jars" ] && return
  mkdir -p "$cache"
  local work
  work=$(mktemp -d "$cache/install.XXXXXX")
  cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>matview.test</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.24.3</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
POM
  mvn -B -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$work/jars"
  # Another installer may have been faster: its folder is as good as this one.
  mv -T "$work/jars" "$jars" 2>/dev/null || true
  rm -rf "$work"
}

format() {
  mkdir -p "$1"
  cat >"$1/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$KAFKA_CONTROLLER_PORT
listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER_PORT
advertised.listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$1/data
auto.create.topics.enable=true
num.partitions=1
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
message.max.bytes=20000000
log.cleaner.dedupe.buffer.size=16777216
PROPERTIES
  java -cp "$jars/*" kafka.tools.StorageTool format -t bWF0dmlldy10ZXN0LTAwMQ -c "$1/server.properties"
}

case ${1:-} in
  install) install ;;
  format) install && format "$2" ;;
  run) cd "$2" && exec java -Xmx512m -XX:+UseSerialGC -cp "$jars/*" kafka.Kafka server.properties ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0" && exit 64 ;;
esac
