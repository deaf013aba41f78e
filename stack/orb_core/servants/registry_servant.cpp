#include <algorithm>
#include <span>
#include <string>

#include "broker/request_scope.hpp"
#include "memory/wipe.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {
namespace {

/// The octets of a secret as the ORB read them for one call, in memory of the ORB's. No caller
/// shares them, as none lives in this process. Wiped at the end, with what the call left on the
/// stack: before the reply, which may be held back for long, and though the ORB gives them back
/// only after it.
class SecretArgument {
 public:
  explicit SecretArgument(const OrbCore::Octets& octets)
      : octets_(const_cast<CORBA::Octet*>(octets.get_buffer()), octets.length()) {}
  ~SecretArgument() {
    wipe(octets_.data(), octets_.size());
    wipe_stack();
  }
  SecretArgument(const SecretArgument&) = delete;
  SecretArgument& operator=(const SecretArgument&) = delete;

  std::span<const std::uint8_t> octets() const { return octets_; }

 private:
  std::span<std::uint8_t> octets_;
};

}  // namespace

OrbCore::Widget_ptr RegistryServant::reference_to(CORBA::LongLong widget_id) {
  const PortableServer::ObjectId_var id =
      PortableServer::string_to_ObjectId(std::to_string(widget_id).c_str());
  const CORBA::Object_var reference =
      widgets_->create_reference_with_id(id.in(), OrbCore::Widget::_PD_repoId);
  return OrbCore::Widget::_unchecked_narrow(reference);
}

OrbCore::Widget_ptr RegistryServant::create(CORBA::LongLong widget_id, const char* type_name,
                                            const char* label,
                                            const OrbCore::Octets& sensitive_data) {
  const RequestScope scope(core_.broker, Operation::CreateWidget);
  const SecretArgument secret(sensitive_data);
  core_.registry.create(widget_id, type_name, label, secret.octets());
  return reference_to(widget_id);
}

OrbCore::Widget_ptr RegistryServant::find(CORBA::LongLong widget_id) {
  const RequestScope scope(core_.broker, Operation::FindWidget);
  if (!core_.registry.find(widget_id)) {
    throw OrbCore::WidgetNotFound(widget_id);
  }
  return reference_to(widget_id);
}

OrbCore::WidgetDescriptions* RegistryServant::list(CORBA::ULong offset, CORBA::ULong limit) {
  const RequestScope scope(core_.broker, Operation::ListWidgets);
  const auto listed = core_.registry.list(offset, limit);
  auto descriptions = std::make_unique<OrbCore::WidgetDescriptions>();
  descriptions->length(static_cast<CORBA::ULong>(listed.size()));
  for (CORBA::ULong i = 0; i < descriptions->length(); ++i) {
    (*descriptions)[i].widget_id = listed[i].widget_id;
    (*descriptions)[i].type_name = listed[i].type_name.c_str();
    (*descriptions)[i].label = listed[i].label.c_str();
  }
  return descriptions.release();
}

void RegistryServant::relabel(CORBA::LongLong widget_id, const char* label) {
  const RequestScope scope(core_.broker, Operation::RelabelWidget);
  if (!core_.registry.relabel(widget_id, label)) {
    throw OrbCore::WidgetNotFound(widget_id);
  }
}

void RegistryServant::destroy(CORBA::LongLong widget_id) {
  const RequestScope scope(core_.broker, Operation::DestroyWidget);
  if (!core_.registry.destroy(widget_id)) {
    throw OrbCore::WidgetNotFound(widget_id);
  }
}

}  // namespace orbbench::orb_core
