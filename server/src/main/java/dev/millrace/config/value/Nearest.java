package dev.millrace.config.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that somebody probably meant.
public final class Nearest {
    private Nearest() {}

    /// The candidate closest to the name; empty if none resembles it.
    public static Optional<String> to(String name, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= candidate.length() / 2);
    }

    /// Edits between two names; a right name in the wrong section counts half.
    private static int distance(String name, String candidate) {
        int edits = edits(name, candidate);
        return lastPart(name).equals(lastPart(candidate)) ? edits / 2 : edits;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Levenshtein's distance: letters to insert, remove or replace.
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above[j]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
