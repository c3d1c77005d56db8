package io.rowtrail.quickstart.sceptic;

/**
 * What the jobs read.
 *
 * @param before the shop as it was at the first load of the dimension with history
 * @param now the shop in the end
 */
record World(Shop before, Shop now) {}
