#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::orb_core {

using Priority = metrics::Priority;

/// The 73 places where the core gives memory back, each one type of object on one path.
enum class Site : std::uint8_t {
  // Secrets of a widget, as long as it lives.
  EncryptionKey,
  CredentialSecret,
  SessionToken,
  // What is made from secrets.
  AclEntryList,
  ApiKeyDigest,
  RefreshToken,
  HashContext,
  CipherContext,
  CryptoBuffer,
  CipherNonce,
  RandomPool,
  KeyDerivationInput,
  AuthenticationTag,
  // Every request.
  RequestHeader,
  RequestQueueEntry,
  OperationName,
  ServiceContextList,
  QosParameters,
  DispatchRecord,
  ReplyHeader,
  ReplyContextList,
  // Dynamic invocation.
  ArgumentList,
  NamedValue,
  AnyContainer,
  AnyContent,
  TypeCode,
  OperationDescriptor,
  ResultHolder,
  ExceptionRecord,
  ExceptionText,
  EventRecord,
  // A widget's object, as long as it lives.
  WidgetRecord,
  ObjectMapEntry,
  ObjectId,
  ObjectKey,
  ServantRecord,
  LabelText,
  TypeName,
  PrincipalName,
  EventQueue,
  LifecycleState,
  PropertySet,
  PoaPolicyList,
  ObjectReference,
  IorProfile,
  TaggedComponent,
  EndpointAddress,
  ReferenceCounter,
  // Looking widgets up.
  LookupKey,
  SealVerification,
  ListingCursor,
  ListingFilter,
  ListingPage,
  ListingRow,
  // Probe.
  StringBuffer,
  OctetBuffer,
  SampleSequence,
  SampleName,
  AnyCopy,
  TypeCodeCopy,
  ArrivalChannel,
  ArrivalSnapshot,
  HoldTimer,
  IdempotencyToken,
  ExecutionRecord,
  CallbackReference,
  CallbackMessage,
  // Diagnostics.
  LedgerSnapshot,
  LedgerRow,
  ProcessSnapshot,
  ConnectionSnapshot,
  ThreadSnapshot,
  VersionText,
};

inline constexpr std::size_t kSiteCount = 73;

struct SiteInfo {
  Site site;
  std::string_view name;  ///< as in metrics and in idl/orb_core.idl
  Priority priority;
};

const std::array<SiteInfo, kSiteCount>& sites();
const SiteInfo& info(Site site);
std::optional<Site> site_named(std::string_view name);

constexpr std::size_t index_of(Site site) {
  return static_cast<std::size_t>(site);
}

/// Blocks of critical and high sites are wiped before they are freed.
constexpr bool is_wiped(Priority priority) {
  return priority <= Priority::High;
}

}  // namespace orbbench::orb_core
