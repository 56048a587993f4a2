package dev.slipway.delivery.config;

import java.util.regex.Pattern;

/** Checks address ranges as RFC 4632 writes them, without asking the network what a text might mean. */
final class AddressText {

    private static final Pattern OCTETS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** A range, or one address alone; no bit is set behind the mask. */
    static boolean isRange(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String mask = slash < 0 ? "" : text.substring(slash + 1);
        int width = address.indexOf(':') >= 0 ? V6_BITS : V4_BITS;
        if (slash >= 0 && (!mask.matches("\\d{1,3}") || Integer.parseInt(mask) > width)) {
            return false;
        }
        String bits = width == V6_BITS ? groups(address) : octets(address);
        return !bits.isEmpty() && (slash < 0 || bits.indexOf('1', Integer.parseInt(mask)) < 0);
    }

    private static String octets(String address) {
        if (!OCTETS.matcher(address).matches()) {
            return "";
        }
        StringBuilder bits = new StringBuilder();
        for (String octet : address.split("\\.", -1)) {
            int value = Integer.parseInt(octet);
            if (value > 255) {
                return "";
            }
            bits.append(binary(value, 8));
        }
        return bits.toString();
    }

    private static String groups(String address) {
        int gap = address.indexOf("::");
        String before = gap < 0 ? address : address.substring(0, gap);
        String after = gap < 0 ? "" : address.substring(gap + 2);
        int missing = GROUPS - count(before) - count(after);
        if (gap < 0 ? missing != 0 : missing < 1) {
            return "";
        }
        StringBuilder bits = new StringBuilder();
        return append(before, bits)
                        && append(missing == 0 ? "" : "0:".repeat(missing - 1) + "0", bits)
                        && append(after, bits)
                ? bits.toString()
                : "";
    }

    private static int count(String groups) {
        return groups.isEmpty() ? 0 : groups.split(":", -1).length;
    }

    private static boolean append(String groups, StringBuilder bits) {
        if (groups.isEmpty()) {
            return true;
        }
        for (String group : groups.split(":", -1)) {
            if (!GROUP.matcher(group).matches()) {
                return false;
            }
            bits.append(binary(Integer.parseInt(group, 16), 16));
        }
        return true;
    }

    private static String binary(int value, int width) {
        String digits = Integer.toBinaryString(value);
        return "0".repeat(width - digits.length()) + digits;
    }
}
