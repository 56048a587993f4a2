package dev.slipway.kernel.yaml;

import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The core schema of YAML 1.2, in which {@code <<} is a key like any other. */
final class PlainCoreSchema extends CoreSchema {

    @Override
    public ScalarResolver getScalarResolver() {
        return new CoreScalarResolver(false);
    }
}
