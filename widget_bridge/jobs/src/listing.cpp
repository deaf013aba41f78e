#include "listing.hpp"

#include <algorithm>

namespace orbbench::widget_bridge {
namespace {

// Whether an id may have slipped between what was read before and this page: ids before it have
// gone, and those behind moved up.
bool leaves_a_gap(const std::vector<std::int64_t>& ids, const std::vector<std::int64_t>& page) {
  return !ids.empty() && (page.empty() || page.front() > ids.back());
}

void append_new(std::vector<std::int64_t>& ids, const std::vector<std::int64_t>& page) {
  const auto first_new =
      ids.empty() ? page.begin() : std::upper_bound(page.begin(), page.end(), ids.back());
  ids.insert(ids.end(), first_new, page.end());
}

}  // namespace

std::vector<std::int64_t> list_all(std::uint32_t page_size, const ReadPage& read_page) {
  std::vector<std::int64_t> ids;
  std::uint32_t offset = 0;
  while (true) {
    const std::vector<std::int64_t> page = read_page(offset, page_size);
    if (offset > 0 && leaves_a_gap(ids, page)) {
      offset -= std::min(offset, page_size);
      continue;
    }
    append_new(ids, page);
    if (page.size() < page_size) {
      return ids;
    }
    offset += page_size - 1;  // the last one again, to see that nothing slipped through
  }
}

}  // namespace orbbench::widget_bridge
