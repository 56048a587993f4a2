package dev.slipway.server.account;

import dev.slipway.kernel.Finding;
import dev.slipway.store.account.Account;
import dev.slipway.store.account.Team;
import java.util.List;

/** Holds the reviewers that files name against the accounts and teams that there are now. */
public record KnownReviewers(Accounts accounts, Teams teams) {

    /** @return errors with their places; none where the file cannot be read, which others complain of */
    public List<Finding> check(String file, String text) {
        return new ReviewerCheck(
                        accounts.list().stream().map(Account::name).toList(),
                        teams.list().stream().map(Team::name).toList())
                .check(file, text);
    }
}
