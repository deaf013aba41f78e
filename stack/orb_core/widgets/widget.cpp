#include "widgets/widget.hpp"

#include "broker/interceptors.hpp"

namespace orbbench::orb_core {

Widget::Widget(std::int64_t widget_id, std::string_view type_name, std::string_view label,
               std::span<const std::uint8_t> sensitive_data, const PublishedAddress& address)
    : record_(make_owned<WidgetRecord>(widget_id, std::chrono::system_clock::now())),
      type_name_(type_name),
      label_(label),
      principal_(current_arrival().peer),
      properties_(make_owned<PropertySet>(200U, 40U, true)),
      rights_(make_owned<AclEntryList>(std::array{Right::Read, Right::Invoke, Right::Destroy})),
      credential_(widget_id, label, sensitive_data),
      object_(widget_id, address),
      state_(make_owned<LifecycleState>()) {}

void Widget::begin_use() {
  const std::lock_guard lock(mutex_);
  ++state_->uses;
}

void Widget::end_use() {
  const std::lock_guard lock(mutex_);
  --state_->uses;
  changed_.notify_all();
}

void Widget::close() {
  std::unique_lock lock(mutex_);
  state_->destroyed = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return state_->uses == 0; });
}

bool Widget::pause(std::chrono::steady_clock::duration duration) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, duration, [this] { return state_->destroyed; });
}

}  // namespace orbbench::orb_core
