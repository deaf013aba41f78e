#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace orbbench::widget_bridge {

/// Ids in rising order, at most `limit` of them after skipping `offset`.
using ReadPage =
    std::function<std::vector<std::int64_t>(std::uint32_t offset, std::uint32_t limit)>;

/// All ids, in rising order, of a list that changes while it is read in pages of 2 ids or more: one
/// that is there all the time is never missed, however many before it come and go.
std::vector<std::int64_t> list_all(std::uint32_t page_size, const ReadPage& read_page);

}  // namespace orbbench::widget_bridge
