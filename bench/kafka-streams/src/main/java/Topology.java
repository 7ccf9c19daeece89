import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;

/** users LEFT JOIN six counts. A source row declares only the columns that the view reads. */
final class Topology {
    static final String VIEW = "user-information";
    static final ObjectMapper JSON = new ObjectMapper();

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Owned(String userId) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Follow(String followerId, String followeeId) {}

    private final StreamsBuilder builder;

    private Topology(Properties settings) {
        builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
    }

    static org.apache.kafka.streams.Topology build(Properties settings) {
        Topology topology = new Topology(settings);
        topology.define();
        return topology.builder.build(settings);
    }

    private void define() {
        KTable<String, Follow> follows = table("follows", Follow.class);
        table("users", UserInformation.class)
                .leftJoin(count("tweets"), UserInformation::withTweets)
                .leftJoin(count(follows, Follow::followerId, "following-count"), UserInformation::withFollowing)
                .leftJoin(count(follows, Follow::followeeId, "follower-count"), UserInformation::withFollowers)
                .leftJoin(count("likes"), UserInformation::withLikes)
                .leftJoin(count("lists"), UserInformation::withLists)
                .leftJoin(count("moments"), UserInformation::withMoments, store(VIEW, json(UserInformation.class)));
    }

    private <V> KTable<String, V> table(String topic, Class<V> type) {
        return builder.table(topic, Consumed.with(Serdes.String(), json(type)), store(topic, json(type)));
    }

    private KTable<String, Long> count(String topic) {
        return count(table(topic, Owned.class), Owned::userId, topic + "-count");
    }

    /** A counted row is there or not: what is sent to its group's task is an empty value. */
    private static <V> KTable<String, Long> count(KTable<String, V> rows, Function<V, String> owner, String name) {
        return rows.groupBy((key, row) -> KeyValue.pair(owner.apply(row), ""),
                        Grouped.with(name, Serdes.String(), Serdes.String()))
                .count(store(name, Serdes.Long()));
    }

    private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> store(String name, Serde<V> values) {
        return Materialized.<String, V, KeyValueStore<Bytes, byte[]>>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(values);
    }

    private static <V> Serde<V> json(Class<V> type) {
        ObjectReader reader = JSON.readerFor(type);
        ObjectWriter writer = JSON.writerFor(type);
        return Serdes.serdeFrom((topic, row) -> {
            try {
                return row == null ? null : writer.writeValueAsBytes(row);
            } catch (JsonProcessingException error) {
                throw new SerializationException(error);
            }
        }, (topic, bytes) -> {
            try {
                return bytes == null ? null : reader.readValue(bytes);
            } catch (IOException error) {
                throw new SerializationException(error);
            }
        });
    }
}
