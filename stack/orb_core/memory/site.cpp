#include "memory/site.hpp"

#include <algorithm>

namespace orbbench::orb_core {
namespace {

constexpr std::array<SiteInfo, kSiteCount> kSites{{
    {Site::EncryptionKey, "encryption_key", Priority::Critical},
    {Site::CredentialSecret, "credential_secret", Priority::Critical},
    {Site::SessionToken, "session_token", Priority::Critical},
    {Site::AclEntryList, "acl_entry_list", Priority::High},
    {Site::ApiKeyDigest, "api_key_digest", Priority::High},
    {Site::RefreshToken, "refresh_token", Priority::High},
    {Site::HashContext, "hash_context", Priority::High},
    {Site::CipherContext, "cipher_context", Priority::High},
    {Site::CryptoBuffer, "crypto_buffer", Priority::High},
    {Site::CipherNonce, "cipher_nonce", Priority::High},
    {Site::RandomPool, "random_pool", Priority::High},
    {Site::KeyDerivationInput, "key_derivation_input", Priority::High},
    {Site::AuthenticationTag, "authentication_tag", Priority::High},
    {Site::RequestHeader, "request_header", Priority::Medium},
    {Site::RequestQueueEntry, "request_queue_entry", Priority::Medium},
    {Site::OperationName, "operation_name", Priority::Low},
    {Site::ServiceContextList, "service_context_list", Priority::Medium},
    {Site::QosParameters, "qos_parameters", Priority::Low},
    {Site::DispatchRecord, "dispatch_record", Priority::Low},
    {Site::ReplyHeader, "reply_header", Priority::Medium},
    {Site::ReplyContextList, "reply_context_list", Priority::Low},
    {Site::ArgumentList, "argument_list", Priority::Medium},
    {Site::NamedValue, "named_value", Priority::Medium},
    {Site::AnyContainer, "any_container", Priority::Medium},
    {Site::AnyContent, "any_content", Priority::Medium},
    {Site::TypeCode, "type_code", Priority::Medium},
    {Site::OperationDescriptor, "operation_descriptor", Priority::Low},
    {Site::ResultHolder, "result_holder", Priority::Medium},
    {Site::ExceptionRecord, "exception_record", Priority::Medium},
    {Site::ExceptionText, "exception_text", Priority::Low},
    {Site::EventRecord, "event_record", Priority::Medium},
    {Site::WidgetRecord, "widget_record", Priority::Medium},
    {Site::ObjectMapEntry, "object_map_entry", Priority::Medium},
    {Site::ObjectId, "object_id", Priority::Low},
    {Site::ObjectKey, "object_key", Priority::Medium},
    {Site::ServantRecord, "servant_record", Priority::Medium},
    {Site::LabelText, "label_text", Priority::Low},
    {Site::TypeName, "type_name", Priority::Low},
    {Site::PrincipalName, "principal_name", Priority::Low},
    {Site::EventQueue, "event_queue", Priority::Medium},
    {Site::LifecycleState, "lifecycle_state", Priority::Low},
    {Site::PropertySet, "property_set", Priority::Medium},
    {Site::PoaPolicyList, "poa_policy_list", Priority::Low},
    {Site::ObjectReference, "object_reference", Priority::Medium},
    {Site::IorProfile, "ior_profile", Priority::Medium},
    {Site::TaggedComponent, "tagged_component", Priority::Low},
    {Site::EndpointAddress, "endpoint_address", Priority::Low},
    {Site::ReferenceCounter, "reference_counter", Priority::Low},
    {Site::LookupKey, "lookup_key", Priority::Low},
    {Site::SealVerification, "seal_verification", Priority::Medium},
    {Site::ListingCursor, "listing_cursor", Priority::Low},
    {Site::ListingFilter, "listing_filter", Priority::Low},
    {Site::ListingPage, "listing_page", Priority::Medium},
    {Site::ListingRow, "listing_row", Priority::Low},
    {Site::StringBuffer, "string_buffer", Priority::Medium},
    {Site::OctetBuffer, "octet_buffer", Priority::Medium},
    {Site::SampleSequence, "sample_sequence", Priority::Medium},
    {Site::SampleName, "sample_name", Priority::Low},
    {Site::AnyCopy, "any_copy", Priority::Medium},
    {Site::TypeCodeCopy, "type_code_copy", Priority::Low},
    {Site::ArrivalChannel, "arrival_channel", Priority::Low},
    {Site::ArrivalSnapshot, "arrival_snapshot", Priority::Low},
    {Site::HoldTimer, "hold_timer", Priority::Low},
    {Site::IdempotencyToken, "idempotency_token", Priority::Medium},
    {Site::ExecutionRecord, "execution_record", Priority::Low},
    {Site::CallbackReference, "callback_reference", Priority::Medium},
    {Site::CallbackMessage, "callback_message", Priority::Low},
    {Site::LedgerSnapshot, "ledger_snapshot", Priority::Medium},
    {Site::LedgerRow, "ledger_row", Priority::Low},
    {Site::ProcessSnapshot, "process_snapshot", Priority::Medium},
    {Site::ConnectionSnapshot, "connection_snapshot", Priority::Low},
    {Site::ThreadSnapshot, "thread_snapshot", Priority::Low},
    {Site::VersionText, "version_text", Priority::Low},
}};

consteval bool stands_in_order() {
  for (std::size_t i = 0; i < kSiteCount; ++i) {
    if (index_of(kSites[i].site) != i) {
      return false;
    }
  }
  return true;
}
static_assert(stands_in_order(), "kSites and Site list the sites in the same order");

consteval std::size_t count_of(Priority priority) {
  return static_cast<std::size_t>(
      std::count_if(kSites.begin(), kSites.end(),
                    [priority](const SiteInfo& site) { return site.priority == priority; }));
}
static_assert(count_of(Priority::Critical) == 3 && count_of(Priority::High) == 10);

}  // namespace

const std::array<SiteInfo, kSiteCount>& sites() {
  return kSites;
}

const SiteInfo& info(Site site) {
  return kSites[index_of(site)];
}

std::optional<Site> site_named(std::string_view name) {
  const auto* found = std::find_if(kSites.begin(), kSites.end(),
                                   [name](const SiteInfo& site) { return site.name == name; });
  if (found == kSites.end()) {
    return std::nullopt;
  }
  return found->site;
}

}  // namespace orbbench::orb_core
