package org.cotangent.gradcheck.random;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/** A run of jqwik within a test: the properties of a class, and how they ended. */
final class JqwikRun {
    private JqwikRun() {}

    /** For each property by its name the outcome. */
    static Map<String, TestExecutionResult> of(Class<?> properties) {
        JqwikTestEngine engine = new JqwikTestEngine();
        Request request = new Request(DiscoverySelectors.selectClass(properties));
        TestDescriptor root = engine.discover(request, UniqueId.forEngine(engine.getId()));
        Map<String, TestExecutionResult> results = new HashMap<>();
        engine.execute(request(root, new Listener(results)));
        return results;
    }

    @SuppressWarnings("deprecation") // the other form asks for stores that jqwik does not use
    private static ExecutionRequest request(TestDescriptor root, EngineExecutionListener listener) {
        return ExecutionRequest.create(root, listener, new Options());
    }

    private record Listener(Map<String, TestExecutionResult> results)
            implements EngineExecutionListener {
        @Override
        public void executionFinished(TestDescriptor test, TestExecutionResult result) {
            if (test.isTest()) {
                results.put(test.getDisplayName(), result);
            }
        }
    }

    private record Request(DiscoverySelector selector) implements EngineDiscoveryRequest {
        @Override
        public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
            return type.isInstance(selector) ? List.of(type.cast(selector)) : List.of();
        }

        @Override
        public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
            return List.of();
        }

        @Override
        public ConfigurationParameters getConfigurationParameters() {
            return new Options();
        }
    }

    /** No database of runs, and the report of a failure goes to the listener. */
    private static final class Options implements ConfigurationParameters {
        private static final Map<String, String> SET =
                Map.of("jqwik.database", "", "jqwik.reporting.usejunitplatform", "true");

        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(SET.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::valueOf);
        }

        @Override
        @SuppressWarnings("deprecation") // but still abstract
        public int size() {
            return SET.size();
        }

        @Override
        public Set<String> keySet() {
            return SET.keySet();
        }
    }
}
