package org.cotangent.nn.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.FileText;

/** A strict reader of JSON in files, with limits on the memory that a hostile text can ask for. */
final class Json {
    /** The greatest depth of nested objects, a little above that of nested layers. */
    private static final int DEEPEST = 200;

    /**
     * Refuses duplicate names, deep nesting, and names and numbers of huge length. It keeps no
     * table of names, where those of a hostile file would stay.
     */
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(FileText.LONGEST_NAME)
                                    .maxNumberLength(40)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    private Json() {}

    /** Jackson's message with the place of the fault. */
    static MalformedDataException malformed(String what, JsonProcessingException e) {
        String place =
                e.getLocation() == null
                        ? ""
                        : ", at character " + Math.max(e.getLocation().getCharOffset(), 0);
        return new MalformedDataException(
                what + " is not the JSON that it should be" + place + ": " + e.getOriginalMessage(),
                e);
    }
}
