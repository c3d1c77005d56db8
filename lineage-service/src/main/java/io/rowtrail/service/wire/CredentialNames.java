package io.rowtrail.service.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells names that stand for credentials. Answers are remembered: an event repeats a few names hundreds of times. */
final class CredentialNames {
    private static final String[] WORDS = {
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "privatekey",
        "credential",
        "authorization"
    };
    private static final int REMEMBERED = 5_000;
    private static final int LONGEST = 200;
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private CredentialNames() {}

    static boolean holds(String name) {
        if (name.length() > LONGEST) {
            return tells(name);
        }
        Boolean known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        boolean answer = tells(name);
        if (KNOWN.size() < REMEMBERED) {
            KNOWN.put(name, answer);
        }
        return answer;
    }

    /** Only letters count, of either case: {@code DB_Pass-Word} is one. */
    private static boolean tells(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'a' && c <= 'z') {
                letters.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                letters.append((char) (c + ('a' - 'A')));
            }
        }
        for (String word : WORDS) {
            if (letters.indexOf(word) >= 0) {
                return true;
            }
        }
        return false;
    }
}
