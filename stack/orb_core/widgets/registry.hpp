#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lifetimes.hpp"
#include "memory/deallocation.hpp"
#include "widgets/widget.hpp"

namespace orbbench::orb_core {

/// A widget as a listing shows it.
struct ListedWidget {
  std::int64_t widget_id;
  std::string type_name;
  std::string label;
};

/// The core's widgets, by id. Thread-safe. Bounded.
class Registry {
 public:
  Registry(std::size_t max_widgets, PublishedAddress address, Lifetimes& lifetimes);

  /// Raises OrbCore::WidgetExists, BAD_PARAM, IMP_LIMIT.
  void create(std::int64_t widget_id, std::string_view type_name, std::string_view label,
              std::span<const std::uint8_t> sensitive_data);

  /// False when there is none. Verifies the widget's seal; raises INTERNAL if it is broken.
  bool find(std::int64_t widget_id);

  /// Empty when there is none.
  WidgetUse use(std::int64_t widget_id);

  /// Raises BAD_PARAM for a limit outside 1 to 100.
  std::vector<ListedWidget> list(std::uint32_t offset, std::uint32_t limit);

  /// Whether there is one. Raises BAD_PARAM for a label that cannot be.
  bool relabel(std::int64_t widget_id, std::string_view label);
  /// False when there is none. Returns when the last use has ended and the memory is released.
  bool destroy(std::int64_t widget_id);

  void destroy_all();

 private:
  using Entries = std::map<
      std::int64_t, std::unique_ptr<Widget>, std::less<>,
      SiteAllocator<std::pair<const std::int64_t, std::unique_ptr<Widget>>, Site::ObjectMapEntry>>;

  void retire(std::unique_ptr<Widget> widget);

  const std::size_t max_widgets_;
  const PublishedAddress address_;
  Lifetimes& lifetimes_;
  std::mutex mutex_;
  Entries entries_;
};

}  // namespace orbbench::orb_core
