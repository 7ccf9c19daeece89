import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * Serves GET /users/:userId from the view's store: 200, 404, or 503 while the store cannot be read.
 * Arguments are name=value: http.port, and any setting of Kafka Streams.
 */
public final class Service {
    private static final String PATH = "/users/";
    private static final int HTTP_THREADS = 4;

    private final KafkaStreams streams;

    private Service(KafkaStreams streams) {
        this.streams = streams;
    }

    public static void main(String[] args) throws IOException {
        Properties settings = new Properties();
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        for (String arg : args) {
            String[] setting = arg.split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        int port = Integer.parseInt((String) settings.remove("http.port"));
        KafkaStreams streams = new KafkaStreams(Topology.build(settings), settings);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext(PATH, new Service(streams)::user);
        server.setExecutor(Executors.newFixedThreadPool(HTTP_THREADS));
        server.start();
        streams.start();
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    }

    private void user(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(PATH.length());
            UserInformation row = row(URLDecoder.decode(path, StandardCharsets.UTF_8));
            if (row == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Topology.JSON.writeValueAsBytes(row);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InvalidStateStoreException notReadable) {
            exchange.sendResponseHeaders(503, -1);
        }
    }

    private UserInformation row(String userId) {
        return streams.store(StoreQueryParameters.fromNameAndType(
                        Topology.VIEW, QueryableStoreTypes.<String, UserInformation>keyValueStore()))
                .get(userId);
    }
}
