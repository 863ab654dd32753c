package org.cotangent.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The patterns of the command line. */
final class Match {
    private Match() {}

    /** Whether a glob with * matches all of a text. */
    static boolean glob(String glob, String text) {
        String quoted = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return text.matches(quoted);
    }

    /**
     * The work that patterns name, with sizes.
     *
     * @param patterns as "matmul*", or "matmul:512*" with sizes; none means all
     * @param quick whether to leave it at the sizes of a quick run where none are named
     * @throws IllegalArgumentException if one names nothing
     */
    static Map<Work, List<String>> work(List<String> patterns, boolean quick) {
        Map<Work, Set<String>> found = new LinkedHashMap<>();
        for (String pattern : patterns.isEmpty() ? List.of("*") : patterns) {
            String[] parts = pattern.split(":", 2);
            boolean any = false;
            for (Work work : Work.ALL) {
                if (!glob(parts[0], work.name())) {
                    continue;
                }
                List<String> sizes = quick && parts.length == 1 ? work.quick() : work.sizes();
                for (String size : sizes) {
                    if (parts.length == 1 || glob(parts[1], size)) {
                        found.computeIfAbsent(work, key -> new LinkedHashSet<>()).add(size);
                        any = true;
                    }
                }
            }
            if (!any) {
                throw new IllegalArgumentException(
                        "no work is named " + pattern + "; --list lists all");
            }
        }
        Map<Work, List<String>> ordered = new LinkedHashMap<>();
        for (Work work : Work.ALL) {
            if (found.containsKey(work)) {
                ordered.put(work, new ArrayList<>(found.get(work)));
            }
        }
        return ordered;
    }
}
