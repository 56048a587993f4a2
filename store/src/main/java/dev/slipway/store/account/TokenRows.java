package dev.slipway.store.account;

import dev.slipway.store.account.AccountTables.TokenTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The rows of API tokens, found by the hash of what the caller shows. */
public final class TokenRows {

    /**
     * @param hash SHA-256 of the token, hexadecimal
     */
    public void create(DSLContext context, Token token, String hash) {
        context.insertInto(TokenTable.TABLE)
                .set(TokenTable.ID, token.id())
                .set(TokenTable.ACCOUNT, token.account())
                .set(TokenTable.NAME, token.name())
                .set(TokenTable.HASH, hash)
                .set(TokenTable.SCOPES, words(token))
                .set(TokenTable.PROJECT, token.project())
                .set(TokenTable.CREATED_AT, token.createdAt())
                .set(TokenTable.LAST_USED_AT, token.lastUsedAt())
                .set(TokenTable.EXPIRES_AT, token.expiresAt())
                .set(
                        TokenTable.IDLE_SECONDS,
                        token.idle() == null ? null : token.idle().toSeconds())
                .execute();
    }

    public Optional<Token> byHash(DSLContext context, String hash) {
        return context.selectFrom(TokenTable.TABLE)
                .where(TokenTable.HASH.eq(hash))
                .fetchOptional(TokenRows::read);
    }

    public Optional<Token> find(DSLContext context, String id) {
        return context.selectFrom(TokenTable.TABLE).where(TokenTable.ID.eq(id)).fetchOptional(TokenRows::read);
    }

    /** Newest first. */
    public List<Token> ofAccount(DSLContext context, String account) {
        return context.selectFrom(TokenTable.TABLE)
                .where(TokenTable.ACCOUNT.eq(account))
                .orderBy(TokenTable.CREATED_AT.desc(), TokenTable.ID.desc())
                .fetch(TokenRows::read);
    }

    public void used(DSLContext context, String id, Instant at) {
        context.update(TokenTable.TABLE)
                .set(TokenTable.LAST_USED_AT, at)
                .where(TokenTable.ID.eq(id))
                .execute();
    }

    /** True when there was one to delete. */
    public boolean delete(DSLContext context, String id) {
        return context.deleteFrom(TokenTable.TABLE).where(TokenTable.ID.eq(id)).execute() > 0;
    }

    private static String words(Token token) {
        return token.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
    }

    private static Token read(Record row) {
        return new Token(
                row.get(TokenTable.ID),
                row.get(TokenTable.ACCOUNT),
                row.get(TokenTable.NAME),
                Scope.parse(List.of(row.get(TokenTable.SCOPES).split(" "))),
                row.get(TokenTable.PROJECT),
                row.get(TokenTable.CREATED_AT),
                row.get(TokenTable.LAST_USED_AT),
                row.get(TokenTable.EXPIRES_AT),
                Optional.ofNullable(row.get(TokenTable.IDLE_SECONDS))
                        .map(Duration::ofSeconds)
                        .orElse(null));
    }
}
