package dev.slipway.server;

import dev.slipway.server.query.Questions;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.watch.OutsideSeries;
import dev.slipway.server.watch.Watch;

/** The store of series and how it is asked, which the judge needs before anything is watched. */
record WatchedSeries(Watch watch, OutsideSeries outside, SeriesDesk desk) {

    static WatchedSeries of(Foundation foundation) {
        Home home = foundation.home();
        Watch watch = new Watch(home.metrics(), home.root(), foundation.config().watch(), foundation.clock());
        OutsideSeries outside = new OutsideSeries();
        return new WatchedSeries(watch, outside, new SeriesDesk(new Questions(watch), outside));
    }
}
