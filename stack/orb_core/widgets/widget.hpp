#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>

#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"
#include "widgets/event_history.hpp"
#include "widgets/object_record.hpp"
#include "widgets/sealed_credential.hpp"

namespace orbbench::orb_core {

struct WidgetRecord {
  static constexpr Site kSite = Site::WidgetRecord;
  std::int64_t widget_id;
  std::chrono::system_clock::time_point created_at;
};

struct LifecycleState {
  static constexpr Site kSite = Site::LifecycleState;
  std::uint32_t uses;
  bool destroyed;
};

struct PropertySet {
  static constexpr Site kSite = Site::PropertySet;
  std::uint32_t width;
  std::uint32_t height;
  bool enabled;
};

enum class Right : std::uint8_t { Read, Invoke, Destroy };

struct AclEntryList {
  static constexpr Site kSite = Site::AclEntryList;
  std::array<Right, 3> granted;
};

/// One widget with all that hangs on it. Thread-safe. Whoever uses it holds a WidgetUse; `close`
/// wakes those that pause and waits until the last use has ended.
class Widget {
 public:
  Widget(std::int64_t widget_id, std::string_view type_name, std::string_view label,
         std::span<const std::uint8_t> sensitive_data, const PublishedAddress& address);

  std::int64_t id() const { return record_->widget_id; }
  std::string_view type_name() const { return type_name_.text(); }
  std::string_view label() const { return label_.text(); }
  /// Read and set by the registry alone, under its lock.
  void relabel(std::string_view label) { label_ = OwnedOctets<Site::LabelText>(label); }
  const SealedCredential& credential() const { return credential_; }
  EventHistory& history() { return history_; }
  ObjectRecord& object() { return object_; }

  /// To be called when no further use can begin.
  void close();

  /// Sleeps; false when the widget was destroyed meanwhile.
  bool pause(std::chrono::steady_clock::duration duration);

 private:
  friend class WidgetUse;
  void begin_use();
  void end_use();

  Owned<WidgetRecord> record_;
  OwnedOctets<Site::TypeName> type_name_;
  OwnedOctets<Site::LabelText> label_;
  OwnedOctets<Site::PrincipalName> principal_;
  Owned<PropertySet> properties_;
  Owned<AclEntryList> rights_;
  SealedCredential credential_;
  EventHistory history_;
  ObjectRecord object_;

  std::mutex mutex_;
  std::condition_variable changed_;
  Owned<LifecycleState> state_;
};

/// Keeps a widget from being destroyed. Begun by the registry alone, under its lock. Moves only.
class WidgetUse {
 public:
  WidgetUse() = default;
  explicit WidgetUse(Widget& widget) : widget_(&widget) { widget.begin_use(); }

  explicit operator bool() const { return widget_ != nullptr; }
  Widget& operator*() const { return *widget_; }
  Widget* operator->() const { return widget_.get(); }

 private:
  struct End {
    void operator()(Widget* widget) const { widget->end_use(); }
  };
  std::unique_ptr<Widget, End> widget_;
};

}  // namespace orbbench::orb_core
