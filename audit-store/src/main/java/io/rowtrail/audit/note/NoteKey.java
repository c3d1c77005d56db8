package io.rowtrail.audit.note;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 key that signs notes under a name. Its text, the key file's content, is two lines: the private key as
 * {@code PRIVATE+KEY+name+id+base64(0x01 || seed)} and the verifier key as {@code name+id+base64(0x01 || public key)}.
 */
public final class NoteKey {
    private static final byte ED25519 = 1;
    private static final int RAW_KEY = 32;

    private final String name;
    private final byte[] seed;
    private final byte[] publicKey;
    private final PrivateKey signing;

    private NoteKey(String name, byte[] seed, byte[] publicKey) throws GeneralSecurityException {
        this.name = name;
        this.seed = seed;
        this.publicKey = publicKey;
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        this.signing = factory.generatePrivate(new PKCS8EncodedKeySpec(concat(PKCS8_PREFIX, seed)));
        PublicKey verifying = factory.generatePublic(new X509EncodedKeySpec(concat(X509_PREFIX, publicKey)));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(verifying);
        check.update(publicKey);
        if (!check.verify(signatureOver(publicKey))) {
            throw new IllegalArgumentException("the key file's private and public key do not belong together");
        }
    }

    /** DER around the 32 bytes of an Ed25519 private key (RFC 8410 section 7). */
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /** DER around the 32 bytes of an Ed25519 public key (RFC 8410 section 4). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** A fresh key. */
    public static NoteKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new NoteKey(
                    requireName(name),
                    tail(pair.getPrivate().getEncoded()),
                    tail(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not a key file's content */
    public static NoteKey parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 2 || !lines[0].startsWith("PRIVATE+KEY+")) {
            throw new IllegalArgumentException("a note key file has a private and a verifier key line");
        }
        String[] hidden = lines[0].substring("PRIVATE+KEY+".length()).split("\\+", 3);
        String[] open = lines[1].split("\\+", 3);
        if (hidden.length != 3 || open.length != 3 || !hidden[0].equals(open[0])) {
            throw new IllegalArgumentException("a note key file's lines have the form name+id+key");
        }
        try {
            NoteKey key = new NoteKey(requireName(open[0]), raw(hidden[2]), raw(open[2]));
            if (!key.verifierKey().equals(lines[1])) {
                throw new IllegalArgumentException("the key file's id is not that of its key");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key file holds no Ed25519 key", e);
        }
    }

    /** The key file's content. Secret. */
    public String format() {
        return "PRIVATE+KEY+" + name + "+" + HexFormat.of().formatHex(id()) + "+" + typed(seed) + "\n" + verifierKey()
                + "\n";
    }

    /** The C2SP verifier key to hand out: {@code name+id+base64(0x01 || public key)}. */
    public String verifierKey() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + typed(publicKey);
    }

    public String name() {
        return name;
    }

    /** {@code text}, which ends in a newline, as a note with one signature. */
    public String sign(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends in a newline");
        }
        byte[] line = concat(id(), signatureOver(text.getBytes(StandardCharsets.UTF_8)));
        return text + "\n\u2014 " + name + " " + Base64.getEncoder().encodeToString(line) + "\n";
    }

    private byte[] signatureOver(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signing);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || 0x01 || public key)}. */
    private byte[] id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(ED25519);
            return Arrays.copyOf(digest.digest(publicKey), 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String requireName(String name) {
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("a note key's name has no '+' and no space");
        }
        return name;
    }

    private static String typed(byte[] key) {
        return Base64.getEncoder().encodeToString(concat(new byte[] {ED25519}, key));
    }

    private static byte[] raw(String typed) {
        byte[] bytes = Base64.getDecoder().decode(typed);
        if (bytes.length != 1 + RAW_KEY || bytes[0] != ED25519) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    private static byte[] tail(byte[] der) {
        return Arrays.copyOfRange(der, der.length - RAW_KEY, der.length);
    }

    private static byte[] concat(byte[] left, byte[] right) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(left.length + right.length);
        joined.writeBytes(left);
        joined.writeBytes(right);
        return joined.toByteArray();
    }
}
