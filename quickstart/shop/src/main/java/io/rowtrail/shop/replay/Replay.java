package io.rowtrail.shop.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.shop.foodmart.Basket;
import io.rowtrail.shop.foodmart.BasketLine;
import io.rowtrail.shop.replay.ReplaySummary.Hero;
import io.rowtrail.shop.replay.ReplaySummary.Write;
import io.rowtrail.shop.replay.ShopClient.Answer;
import io.rowtrail.shop.replay.ShopClient.TraceMaker;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a workload to a shop: the sales first, then moves and corrections, then returns, then reads; within each, by a
 * few customers at once. Every second request brings its own trace id, the others are given one by the shop.
 */
public final class Replay {
    private final Workload workload;
    private final URI shop;
    private final int customers;
    private final Progress progress;

    private final String[] saleTraces;
    private final long[] saleIds;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicLong units = new AtomicLong();
    private final List<Write> writes = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Hero> heroes = Collections.synchronizedMap(new LinkedHashMap<>());

    /** @param customers how many requests are under way at once */
    public Replay(Workload workload, URI shop, int customers, Progress progress) {
        this.workload = workload;
        this.shop = shop;
        this.customers = customers;
        this.progress = progress;
        this.saleTraces = new String[workload.sales().size()];
        this.saleIds = new long[workload.sales().size()];
    }

    /**
     * Sends everything and waits for the last answer.
     *
     * @throws ReplayException at the first request that is not answered as it should be
     */
    public ReplaySummary run() throws InterruptedException {
        long start = System.nanoTime();
        Map<String, Integer> requests = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(customers);
        try {
            // Without threads of its own the client takes a third less of the processor, which the shop needs as well.
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Runnable::run)
                    .build();
            ShopClient client = new ShopClient(http, shop);
            requests.put("sales", phase(threads, "sales", workload.sales().size(), (i, m) -> sell(client, i, m)));
            requests.put(
                    "addressChanges",
                    phase(threads, "moves", workload.addressChanges().size(), (i, m) -> move(client, i, m)));
            requests.put(
                    "priceCorrections",
                    phase(threads, "corrections", workload.priceCorrections().size(), (i, m) -> correct(client, i, m)));
            requests.put(
                    "returns", phase(threads, "returns", workload.returns().size(), (i, m) -> takeBack(client, i, m)));
            requests.put("reads", phase(threads, "reads", workload.reads().size(), (i, m) -> read(client, i, m)));
        } finally {
            threads.shutdownNow();
        }
        double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
        return new ReplaySummary(requests, lines.get(), units.get(), seconds, heroes, writes);
    }

    @FunctionalInterface
    private interface Step {
        void run(int index, TraceMaker maker) throws InterruptedException;
    }

    private int phase(ExecutorService threads, String name, int size, Step step) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int customer = 0; customer < customers; customer++) {
            running.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
                    step.run(i, i % 2 == 0 ? TraceMaker.CALLER : TraceMaker.SHOP);
                    progress.done(name, i + 1, size);
                }
                return null;
            }));
        }
        for (Future<?> customer : running) {
            try {
                customer.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ReplayException failure) {
                    throw failure;
                }
                throw new ReplayException("a virtual customer failed", e);
            }
        }
        return size;
    }

    private void sell(ShopClient client, int index, TraceMaker maker) throws InterruptedException {
        Basket basket = workload.sales().get(index);
        List<Map<String, Object>> body = new ArrayList<>();
        for (BasketLine line : basket.lines()) {
            body.add(Map.of(
                    "productId", line.productId(),
                    "quantity", line.quantity(),
                    "unitPrice", line.unitPrice().toPlainString(),
                    "unitCost", line.unitCost().toPlainString()));
        }
        Map<String, Object> sale = Map.of(
                "customerId", basket.customerId(),
                "storeId", basket.storeId(),
                "soldOn", basket.soldOn().toString(),
                "lines", body);
        Answer answer = write("POST", "/sales", sale, client, maker);
        JsonNode told = answer.body();
        saleTraces[index] = answer.trace();
        saleIds[index] = told.path("saleId").longValue();
        lines.addAndGet(told.path("lines").intValue());
        units.addAndGet(told.path("units").longValue());
        if (index == 0) {
            heroes.put("first", new Hero(answer.trace(), Map.of("sale_id", saleIds[0]), ""));
        }
    }

    private void move(ShopClient client, int index, TraceMaker maker) throws InterruptedException {
        Workload.AddressChange change = workload.addressChanges().get(index);
        Map<String, Object> body = Map.of(
                "address", change.address(),
                "city", change.place().city(),
                "state", change.place().state(),
                "country", change.place().country());
        Answer answer = write("PATCH", "/customers/" + change.customerId(), body, client, maker);
        if (index == 0) {
            heroes.put("moved", new Hero(answer.trace(), Map.of("customer_id", (long) change.customerId()), ""));
        }
    }

    private void correct(ShopClient client, int index, TraceMaker maker) throws InterruptedException {
        Workload.PriceCorrection correction = workload.priceCorrections().get(index);
        long saleId = saleIds[correction.sale()];
        Map<String, Object> body = Map.of("unitPrice", correction.unitPrice().toPlainString());
        Answer answer = write("PATCH", "/sales/" + saleId + "/lines/" + correction.lineNo(), body, client, maker);
        if (index == 0) {
            heroes.put("corrected", ofLine(answer, saleId, correction.lineNo(), saleTraces[correction.sale()]));
        }
    }

    private void takeBack(ShopClient client, int index, TraceMaker maker) throws InterruptedException {
        Workload.LineReturn line = workload.returns().get(index);
        long saleId = saleIds[line.sale()];
        Map<String, Object> body = Map.of(
                "saleId", saleId,
                "lineNo", line.lineNo(),
                "returnedOn", line.returnedOn().toString(),
                "reason", line.reason());
        Answer answer = write("POST", "/returns", body, client, maker);
        if (index == 0) {
            heroes.put("returned", ofLine(answer, saleId, line.lineNo(), saleTraces[line.sale()]));
        }
    }

    private void read(ShopClient client, int index, TraceMaker maker) throws InterruptedException {
        long saleId = saleIds[workload.reads().get(index)];
        client.get("/sales/" + saleId, maker);
    }

    private Answer write(String method, String path, Object body, ShopClient client, TraceMaker maker)
            throws InterruptedException {
        Answer answer = client.send(method, path, body, maker);
        writes.add(new Write(answer.trace(), maker == TraceMaker.CALLER));
        return answer;
    }

    private static Hero ofLine(Answer answer, long saleId, int lineNo, String saleTrace) {
        return new Hero(answer.trace(), Map.of("sale_id", saleId, "line_no", (long) lineNo), saleTrace);
    }
}
