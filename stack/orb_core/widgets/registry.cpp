#include "widgets/registry.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "broker/system_exception.hpp"
#include "orb_core.hh"
#include "orbbench/widget_bridge/widget_type.hpp"

namespace orbbench::orb_core {
namespace {

constexpr std::size_t kMaxSecretOctets = 65536;
constexpr std::uint32_t kMaxListed = 100;

[[noreturn]] void refuse(const std::string& problem) {
  raise<CORBA::BAD_PARAM>(Minor::OutOfRange, problem);
}

void validate_label(std::string_view label) {
  if (label.empty() || label.size() > widget_bridge::kMaxLabelOctets) {
    refuse("the label has " + std::to_string(label.size()) + " octets, and must have 1 to 255");
  }
}

void validate(std::int64_t widget_id, std::string_view type_name, std::string_view label,
              std::span<const std::uint8_t> sensitive_data) {
  if (widget_id < 1) {
    refuse("the widget id is " + std::to_string(widget_id) + ", and must be 1 or more");
  }
  if (!widget_bridge::widget_type_named(type_name)) {
    refuse("there is no widget type " + std::string(type_name.substr(0, 64)));
  }
  validate_label(label);
  if (sensitive_data.size() > kMaxSecretOctets) {
    refuse("there are " + std::to_string(sensitive_data.size()) +
           " octets of sensitive data, and at most 65536 are taken");
  }
}

struct LookupKey {
  static constexpr Site kSite = Site::LookupKey;
  std::int64_t widget_id;
};

struct ListingCursor {
  static constexpr Site kSite = Site::ListingCursor;
  std::size_t position;
};

struct ListingFilter {
  static constexpr Site kSite = Site::ListingFilter;
  std::uint32_t offset;
  std::uint32_t limit;
};

struct ListingRow {
  static constexpr Site kSite = Site::ListingRow;
  ListedWidget widget;
};

struct ListingPage {
  static constexpr Site kSite = Site::ListingPage;
  std::array<Owned<ListingRow>, kMaxListed> rows;
  std::size_t count;
};

}  // namespace

Registry::Registry(std::size_t max_widgets, PublishedAddress address, Lifetimes& lifetimes)
    : max_widgets_(max_widgets), address_(std::move(address)), lifetimes_(lifetimes) {}

void Registry::create(std::int64_t widget_id, std::string_view type_name, std::string_view label,
                      std::span<const std::uint8_t> sensitive_data) {
  validate(widget_id, type_name, label, sensitive_data);
  if (type_name == name_of(widget_bridge::WidgetType::FailingWidget)) {
    raise<CORBA::INTERNAL>(Minor::BuiltInFault, "a failing_widget always fails");
  }
  const std::lock_guard lock(mutex_);
  if (entries_.contains(widget_id)) {
    throw OrbCore::WidgetExists(widget_id);
  }
  if (entries_.size() >= max_widgets_) {
    raise<CORBA::IMP_LIMIT>(
        Minor::LimitReached,
        "the core holds all " + std::to_string(max_widgets_) + " widgets it may");
  }
  entries_.emplace(widget_id,
                   std::make_unique<Widget>(widget_id, type_name, label, sensitive_data, address_));
}

bool Registry::find(std::int64_t widget_id) {
  const auto key = make_owned<LookupKey>(widget_id);
  const WidgetUse widget = use(key->widget_id);
  if (!widget) {
    return false;
  }
  if (!widget->credential().verify()) {
    set_exception_text("the seal of widget " + std::to_string(widget_id) + " is broken");
    throw CORBA::INTERNAL(0, CORBA::COMPLETED_YES);
  }
  widget->object().note_reference();
  return true;
}

WidgetUse Registry::use(std::int64_t widget_id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(widget_id);
  return entry == entries_.end() ? WidgetUse() : WidgetUse(*entry->second);
}

std::vector<ListedWidget> Registry::list(std::uint32_t offset, std::uint32_t limit) {
  if (limit < 1 || limit > kMaxListed) {
    refuse("the limit is " + std::to_string(limit) + ", and must be 1 to 100");
  }
  const auto filter = make_owned<ListingFilter>(offset, limit);
  const auto cursor = make_owned<ListingCursor>();
  const auto page = make_owned<ListingPage>();
  {
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end() && page->count < filter->limit;
         ++entry, ++cursor->position) {
      if (cursor->position >= filter->offset) {
        const Widget& widget = *entry->second;
        page->rows[page->count++] = make_owned<ListingRow>(ListedWidget{
            widget.id(), std::string(widget.type_name()), std::string(widget.label())});
      }
    }
  }
  std::vector<ListedWidget> listed;
  std::transform(page->rows.begin(), page->rows.begin() + static_cast<std::ptrdiff_t>(page->count),
                 std::back_inserter(listed),
                 [](const Owned<ListingRow>& row) { return row->widget; });
  return listed;
}

bool Registry::relabel(std::int64_t widget_id, std::string_view label) {
  validate_label(label);
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(widget_id);
  if (entry == entries_.end()) {
    return false;
  }
  entry->second->relabel(label);
  return true;
}

bool Registry::destroy(std::int64_t widget_id) {
  std::unique_ptr<Widget> widget;
  {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(widget_id);
    if (entry == entries_.end()) {
      return false;
    }
    widget = std::move(entry->second);
    entries_.erase(entry);
  }
  retire(std::move(widget));
  return true;
}

void Registry::destroy_all() {
  Entries all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(entries_);
  }
  for (auto& [id, widget] : all) {
    retire(std::move(widget));
  }
}

void Registry::retire(std::unique_ptr<Widget> widget) {
  widget->close();
  lifetimes_.record(widget->object().lifetime());
}

}  // namespace orbbench::orb_core
