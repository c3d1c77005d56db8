package io.rowtrail.service.guarded;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An OpenID provider of the least size: it publishes its keys, and tests have it sign whatever they like. */
public final class TokenIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys = rsa();

    private TokenIssuer(HttpServer server) {
        this.server = server;
    }

    static TokenIssuer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenIssuer issuer = new TokenIssuer(server);
            issuer.publish("/.well-known/openid-configuration", issuer.configuration());
            issuer.publish("/keys", issuer.publishedKeys());
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String configuration() {
        return "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address() + "/keys\",\"token_endpoint\":\""
                + address()
                + "/token\",\"authorization_endpoint\":\"" + address()
                + "/authorize\",\"introspection_endpoint\":\"" + address()
                + "/introspect\",\"id_token_signing_alg_values_supported\":[\"RS256\"]}";
    }

    private String publishedKeys() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
                + number(key.getModulus()) + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}";
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    /** The claims of a token for Rowtrail that is good for five minutes, with more members of one's own. */
    String claims(String more) {
        return claims(address(), "rowtrail", Instant.now().plusSeconds(300), more);
    }

    static String claims(String issuer, String audience, Instant expiry, String more) {
        return "{\"iss\":\"" + issuer + "\",\"aud\":\"" + audience + "\",\"iat\":" + (expiry.getEpochSecond() - 600)
                + ",\"exp\":" + expiry.getEpochSecond() + "," + more + "}";
    }

    /** A token as this provider signs it. */
    String sign(String claims) {
        return sign(claims, keys);
    }

    /** A token that names this provider's key and is signed by another. */
    String forge(String claims) {
        return sign(claims, rsa());
    }

    private static String sign(String claims, KeyPair by) {
        try {
            String signed = part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}") + "." + part(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(by.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says it needs no signature. */
    static String unsigned(String claims) {
        return part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + part(claims) + ".";
    }

    /** A token signed by a shared secret, which is the published key. */
    String confused(String claims) {
        try {
            String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"one\"}") + "." + part(claims);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
