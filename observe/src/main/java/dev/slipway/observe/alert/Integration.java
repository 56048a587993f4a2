package dev.slipway.observe.alert;

import java.util.Map;

/**
 * One way in which a receiver is told.
 *
 * @see Wire
 */
public sealed interface Integration {

    /** The word for its kind, such as {@code webhook}. */
    String kind();

    /** Whether it wants to hear that alerts have ended. */
    boolean sendsResolved();

    /** Any program that understands Alertmanager's webhooks. */
    record Webhook(Secret url, int maxAlerts, boolean sendsResolved) implements Integration {
        @Override
        public String kind() {
            return "webhook";
        }
    }

    /**
     * A chat whose messages go to the URL of an incoming webhook.
     *
     * @param texts templates by key: title, text, channel, username ...
     */
    record Chat(Service service, Secret url, Map<String, String> texts, boolean sendsResolved) implements Integration {
        public Chat {
            texts = Map.copyOf(texts);
        }

        @Override
        public String kind() {
            return service.word();
        }
    }

    /** Chats that are told in the same way, each with a body of its own. */
    enum Service {
        SLACK("slack"),
        DISCORD("discord"),
        TEAMS("msteams"),
        TEAMS_V2("msteamsv2");

        private final String word;

        Service(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** @param key of an integration with the Events API v2 */
    record PagerDuty(Secret key, String url, Map<String, String> texts, boolean sendsResolved) implements Integration {
        public PagerDuty {
            texts = Map.copyOf(texts);
        }

        @Override
        public String kind() {
            return "pagerduty";
        }
    }

    /** @param chat its number */
    record Telegram(Secret token, String url, String chat, Map<String, String> texts, boolean sendsResolved)
            implements Integration {
        public Telegram {
            texts = Map.copyOf(texts);
        }

        @Override
        public String kind() {
            return "telegram";
        }
    }

    /** @param key of the API */
    record Opsgenie(Secret key, String url, Map<String, String> texts, boolean sendsResolved) implements Integration {
        public Opsgenie {
            texts = Map.copyOf(texts);
        }

        @Override
        public String kind() {
            return "opsgenie";
        }
    }
}
