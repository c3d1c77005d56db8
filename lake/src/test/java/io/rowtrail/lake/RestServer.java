package io.rowtrail.lake;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.jspecify.annotations.Nullable;

/** A server of the Iceberg REST specification, of Iceberg's own handlers over another catalogue. */
final class RestServer implements AutoCloseable {
    private static final String NAMESPACES = "/v1/namespaces";

    /** How many of the next commits take effect and are answered with 500. */
    final AtomicInteger losing = new AtomicInteger();

    private final ObjectMapper json = new ObjectMapper()
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
    private final Catalog catalog;
    private final Map<String, String> told;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param told to clients, as properties of their catalogue */
    RestServer(Catalog catalog, Map<String, String> told) throws IOException {
        this.catalog = catalog;
        this.told = told;
        RESTSerializers.registerAll(json);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            RESTResponse answer = null;
            int status = 200;
            try {
                answer = answer(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            } catch (RuntimeException e) {
                status = status(e);
                answer = ErrorResponse.builder()
                        .responseCode(status)
                        .withType(e.getClass().getSimpleName())
                        .withMessage(e.getMessage())
                        .build();
            }
            byte[] bytes = json.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean none = answer == null || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(none && status == 200 ? 204 : status, none ? -1 : bytes.length);
            if (!none) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static int status(RuntimeException e) {
        if (e instanceof NoSuchTableException || e instanceof NoSuchNamespaceException) {
            return 404;
        }
        return e instanceof AlreadyExistsException || e instanceof CommitFailedException ? 409 : 500;
    }

    private @Nullable RESTResponse answer(String method, String path, String body) throws IOException {
        if (path.equals("/v1/config")) {
            return ConfigResponse.builder().withDefaults(new HashMap<>(told)).build();
        }
        SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
        if (path.equals(NAMESPACES)) {
            return method.equals("GET")
                    ? CatalogHandlers.listNamespaces(namespaces, Namespace.empty())
                    : CatalogHandlers.createNamespace(namespaces, json.readValue(body, CreateNamespaceRequest.class));
        }
        String[] parts = path.substring(NAMESPACES.length() + 1).split("/", -1);
        Namespace namespace = Namespace.of(parts[0]);
        if (parts.length == 1) {
            return CatalogHandlers.loadNamespace(namespaces, namespace);
        }
        if (parts.length == 2) {
            return method.equals("GET")
                    ? CatalogHandlers.listTables(catalog, namespace)
                    : CatalogHandlers.createTable(catalog, namespace, json.readValue(body, CreateTableRequest.class));
        }
        return table(method, TableIdentifier.of(namespace, parts[2]), parts.length > 3, body);
    }

    private @Nullable RESTResponse table(String method, TableIdentifier table, boolean metrics, String body)
            throws IOException {
        if (metrics) {
            return null;
        }
        if (method.equals("HEAD")) {
            CatalogHandlers.tableExists(catalog, table);
            return null;
        }
        if (method.equals("GET")) {
            return CatalogHandlers.loadTable(catalog, table, RESTCatalogProperties.SnapshotMode.ALL);
        }
        RESTResponse answer =
                CatalogHandlers.updateTable(catalog, table, json.readValue(body, UpdateTableRequest.class));
        if (losing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the answer is lost");
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
