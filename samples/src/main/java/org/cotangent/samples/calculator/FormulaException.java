package org.cotangent.samples.calculator;

/** Bad input. The message is for the person who typed it and says what would be right. */
final class FormulaException extends RuntimeException {
    FormulaException(String message) {
        super(message);
    }

    /**
     * A message about one place.
     *
     * @param source what was read
     * @param offset the place
     * @param fault what is wrong there
     * @param remedy what would be right, with the sign that it begins with; may be empty
     */
    FormulaException(Source source, int offset, String fault, String remedy) {
        super(source.at(offset, fault, remedy));
    }
}
