#include "selfcheck/consequences.hpp"

#include <map>

namespace orbbench::selfcheck {

const std::vector<std::string>& consequences_of(orb_client::FaultKind fault,
                                                const std::string& site) {
  static const std::map<std::string, std::vector<std::string>> owned{
      {"argument_list", {"named_value", "any_container", "any_content", "type_code"}},
      {"event_queue", {"event_record"}},
      {"exception_record", {"exception_text"}},
      {"ior_profile", {"endpoint_address", "tagged_component"}},
      {"listing_page", {"listing_row"}},
      {"named_value", {"any_container", "any_content", "type_code"}},
      {"object_reference", {"ior_profile", "endpoint_address", "tagged_component"}},
      {"result_holder", {"any_container", "any_content", "type_code"}},
  };
  static const std::vector<std::string> nothing;
  const bool keeps_what_it_owns =
      fault == orb_client::FaultKind::Leak || fault == orb_client::FaultKind::CountWithoutFreeing;
  const auto found = owned.find(site);
  return !keeps_what_it_owns || found == owned.end() ? nothing : found->second;
}

}  // namespace orbbench::selfcheck
