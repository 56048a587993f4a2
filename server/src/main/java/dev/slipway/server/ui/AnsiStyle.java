package dev.slipway.server.ui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How a stretch of a log looks, of the sixteen colours that the style sheet knows; others are taken to the nearest.
 *
 * @param front 0..15, or -1 for the usual
 * @param back 0..15, or -1 for the usual
 */
record AnsiStyle(int front, int back, boolean bold, boolean dim, boolean italic, boolean underlined) {

    static final AnsiStyle PLAIN = new AnsiStyle(-1, -1, false, false, false, false);

    /** xterm's sixteen, as RGB. */
    private static final int[] PALETTE = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };

    /** @param codes what stands between CSI and m */
    AnsiStyle after(String codes) {
        Deque<Integer> left = numbers(codes);
        AnsiStyle style = this;
        while (!left.isEmpty()) {
            style = style.after(left.pop(), left);
        }
        return style;
    }

    private static Deque<Integer> numbers(String codes) {
        Deque<Integer> numbers = new ArrayDeque<>();
        for (String code : codes.split("[;:]", -1)) {
            numbers.add(code.matches("[0-9]{1,3}") ? Integer.parseInt(code) : 0);
        }
        return numbers;
    }

    private AnsiStyle after(int code, Deque<Integer> left) {
        return switch (code) {
            case 0 -> PLAIN;
            case 1 -> new AnsiStyle(front, back, true, dim, italic, underlined);
            case 2 -> new AnsiStyle(front, back, bold, true, italic, underlined);
            case 3 -> new AnsiStyle(front, back, bold, dim, true, underlined);
            case 4 -> new AnsiStyle(front, back, bold, dim, italic, true);
            case 22 -> new AnsiStyle(front, back, false, false, italic, underlined);
            case 23 -> new AnsiStyle(front, back, bold, dim, false, underlined);
            case 24 -> new AnsiStyle(front, back, bold, dim, italic, false);
            case 38 -> front(extended(left));
            case 39 -> front(-1);
            case 48 -> back(extended(left));
            case 49 -> back(-1);
            default -> coloured(code);
        };
    }

    private AnsiStyle coloured(int code) {
        if (code >= 30 && code <= 37) {
            return front(code - 30);
        }
        if (code >= 90 && code <= 97) {
            return front(code - 82);
        }
        if (code >= 40 && code <= 47) {
            return back(code - 40);
        }
        return code >= 100 && code <= 107 ? back(code - 92) : this;
    }

    private AnsiStyle front(int colour) {
        return new AnsiStyle(colour, back, bold, dim, italic, underlined);
    }

    private AnsiStyle back(int colour) {
        return new AnsiStyle(front, colour, bold, dim, italic, underlined);
    }

    /** {@code 5;n} of 256, or {@code 2;r;g;b}. */
    private static int extended(Deque<Integer> left) {
        int kind = left.isEmpty() ? 0 : left.pop();
        if (kind == 5 && !left.isEmpty()) {
            return ofCube(left.pop());
        }
        if (kind == 2 && left.size() >= 3) {
            return nearest(left.pop(), left.pop(), left.pop());
        }
        return -1;
    }

    private static int ofCube(int index) {
        if (index < 16) {
            return index;
        }
        if (index >= 232) {
            int grey = 8 + (Math.min(index, 255) - 232) * 10;
            return nearest(grey, grey, grey);
        }
        int cube = index - 16;
        return nearest(cube / 36 * 51, cube / 6 % 6 * 51, cube % 6 * 51);
    }

    private static int nearest(int red, int green, int blue) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < PALETTE.length; i++) {
            int dr = (PALETTE[i] >> 16) - red;
            int dg = ((PALETTE[i] >> 8) & 0xff) - green;
            int db = (PALETTE[i] & 0xff) - blue;
            int distance = dr * dr + dg * dg + db * db;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /** Class names of the style sheet. */
    String words() {
        List<String> words = new ArrayList<>();
        if (front >= 0) {
            words.add("f" + front);
        }
        if (back >= 0) {
            words.add("g" + back);
        }
        if (bold) {
            words.add("b");
        }
        if (dim) {
            words.add("d");
        }
        if (italic) {
            words.add("i");
        }
        if (underlined) {
            words.add("u");
        }
        return String.join(" ", words);
    }
}
