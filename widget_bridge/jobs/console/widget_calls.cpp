#include "console/widget_calls.hpp"

#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::console {
namespace {

using orb_client::CallError;
using orb_client::Completion;
using End = WidgetOutcome::End;

constexpr std::uint32_t kPage = 100;  // as many as the core lists at once

using Page = std::vector<orb_client::WidgetDescription>;

End end_of(const CallError& error) {
  if (dynamic_cast<const orb_client::RemoteError*>(&error) != nullptr) {
    return End::Refused;
  }
  return error.facts().completion == Completion::No ? End::Missed : End::Unknown;
}

Page read_page(CoreSession& session, std::uint32_t offset, orb_client::Deadline deadline) {
  static const orb_client::OperationPolicy kList{
      .name = "list", .repeatability = orb_client::Repeatability::Repeatable};
  return session.client().call(kList, deadline,
                               [&](orb_client::CoreLane& lane, orb_client::Deadline by) {
                                 return lane.list_widgets(offset, kPage, by);
                               });
}

// Those before the page have gone meanwhile when it does not begin with the last one read.
bool leaves_a_gap(const Page& read, const Page& page) {
  return !read.empty() && (page.empty() || page.front().widget_id > read.back().widget_id);
}

void append_new(Page& read, Page& page) {
  for (auto& widget : page) {
    if (read.empty() || widget.widget_id > read.back().widget_id) {
      read.push_back(std::move(widget));
    }
  }
}

}  // namespace

WidgetOutcome outcome_of(const std::function<std::optional<orb_client::Argument>()>& call) {
  WidgetOutcome outcome;
  const auto begin = std::chrono::steady_clock::now();
  try {
    outcome.result = call();
  } catch (const CallError& error) {
    outcome.end = end_of(error);
    outcome.trouble = error.what();
  } catch (const orb_client::ConfigError& error) {
    outcome.end = End::Refused;
    outcome.trouble = error.what();
  }
  outcome.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  return outcome;
}

WidgetListing list_widgets(CoreSession& session, std::size_t most) {
  const auto deadline = CoreSession::deadline();
  WidgetListing listing;
  std::uint32_t offset = 0;
  while (true) {
    Page page = read_page(session, offset, deadline);
    if (offset > 0 && leaves_a_gap(listing.widgets, page)) {
      offset -= std::min(offset, kPage);
      continue;
    }
    append_new(listing.widgets, page);
    if (listing.widgets.size() > most) {
      listing.widgets.resize(most);
      listing.complete = false;
      return listing;
    }
    if (page.size() < kPage) {
      return listing;
    }
    offset += kPage - 1;  // the last one again, to see that nothing slipped through
  }
}

}  // namespace orbbench::console
