package dev.slipway.observe.alert;

import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.contact.Secret;
import dev.slipway.observe.mail.SmtpServer;
import java.util.List;
import java.util.Map;

/**
 * One way in which a receiver is told.
 *
 * @see Wire
 */
public sealed interface Integration {

    /** The word for its kind, such as {@code webhook}. */
    String kind();

    Manner manner();

    /** Whether it wants to hear that alerts have ended. */
    default boolean sendsResolved() {
        return manner().sendsResolved();
    }

    /** What all of them have. */
    record Manner(boolean sendsResolved, HttpOptions http, Texts texts) {}

    /**
     * Texts that differ from the usual ones; each is a template.
     *
     * @param single by key: title, text, channel, username ...
     * @param lists of small mappings by key: fields, links, details ...
     */
    record Texts(Map<String, String> single, Map<String, List<Map<String, String>>> lists) {
        public Texts {
            single = Map.copyOf(single);
            lists = Map.copyOf(lists);
        }
    }

    /** Any program that understands Alertmanager's webhooks. */
    record Webhook(Secret url, int maxAlerts, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "webhook";
        }
    }

    /** A chat whose messages go to the URL of an incoming webhook. */
    record Chat(Service service, Secret url, Manner manner) implements Integration {
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
    record PagerDuty(Secret key, String url, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "pagerduty";
        }
    }

    /** @param chat its number */
    record Telegram(Secret token, String url, String chat, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "telegram";
        }
    }

    /** @param key of the API */
    record Opsgenie(Secret key, String url, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "opsgenie";
        }
    }

    /**
     * Pushover, to the devices of one user or group.
     *
     * @param user key of who is told
     * @param token of the application
     */
    record Pushover(Secret user, Secret token, String url, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "pushover";
        }
    }

    /**
     * Splunk On-Call, formerly VictorOps.
     *
     * @param key of its REST endpoint
     * @param route key of whom it tells; a template
     */
    record VictorOps(Secret key, String url, String route, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "victorops";
        }
    }

    /** @param room its id; a template */
    record Webex(String url, String room, Manner manner) implements Integration {
        @Override
        public String kind() {
            return "webex";
        }
    }

    /**
     * E-mail.
     *
     * @param to addresses, separated by commas; a template
     */
    record Email(SmtpServer server, String from, String to, Map<String, String> headers, Manner manner)
            implements Integration {
        public Email {
            headers = Map.copyOf(headers);
        }

        @Override
        public String kind() {
            return "email";
        }
    }

    /**
     * A text message by Twilio, to one number.
     *
     * @param account its SID
     * @param user who asks: the account or the SID of a key of its API
     * @param token of the user
     * @param sender a number, or the SID of a messaging service
     */
    record Sms(String account, String user, Secret token, String url, String sender, String to, Manner manner)
            implements Integration {
        @Override
        public String kind() {
            return "twilio";
        }
    }
}
