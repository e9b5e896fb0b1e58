//! The two types of resources, each by the verbs of the portal: assisters as Users, agencies as Groups.

use super::{Call, error::ScimError, filter::Judged, group, schema::Shape, user};
use domain::people::{AgencyKey, AssisterKey, AssisterKind};
use portal::{
    agencies::ProvisionedGroup,
    assisters::{PartOf, ProvisionedUser},
};
use serde_json::{Map, Value};

/// A type of resource.
pub(super) trait Kept {
    type Resource: Send + Sync;
    /// Where it is, below the address of SCIM.
    const ENDPOINT: &'static str;

    fn shape(kind: AssisterKind) -> Result<Shape, ScimError>;
    fn key(one: &Self::Resource) -> &str;
    fn tag(one: &Self::Resource) -> String;
    fn shown(call: &Call, one: &Self::Resource) -> Map<String, Value>;
    fn writable(call: &Call, one: &Self::Resource) -> Map<String, Value>;
    async fn read(call: &Call, key: &str) -> Result<Self::Resource, ScimError>;
    async fn list(
        call: &Call,
        filter: Option<&Judged<'_>>,
        from: usize,
        rows: usize,
    ) -> Result<(Vec<Self::Resource>, usize), ScimError>;
    async fn create(call: &Call, given: &Map<String, Value>) -> Result<Self::Resource, ScimError>;
    async fn change(
        call: &Call,
        before: &Self::Resource,
        given: &Map<String, Value>,
    ) -> Result<Self::Resource, ScimError>;
    async fn remove(call: &Call, before: &Self::Resource) -> Result<(), ScimError>;
}

/// Assisters.
pub(super) enum Users {}
/// Agencies.
pub(super) enum Groups {}

impl Kept for Users {
    type Resource = ProvisionedUser;
    const ENDPOINT: &'static str = "Users";

    fn shape(kind: AssisterKind) -> Result<Shape, ScimError> {
        Shape::users(kind)
    }

    fn key(one: &ProvisionedUser) -> &str {
        &one.assister_key.0
    }

    fn tag(one: &ProvisionedUser) -> String {
        user::tag(one)
    }

    fn shown(call: &Call, one: &ProvisionedUser) -> Map<String, Value> {
        user::shown(one, call.app.portal.today(), &call.base)
    }

    fn writable(_: &Call, one: &ProvisionedUser) -> Map<String, Value> {
        user::writable(one)
    }

    async fn read(call: &Call, key: &str) -> Result<ProvisionedUser, ScimError> {
        Ok(call.app.portal.read_provisioned(&call.session, &AssisterKey(key.to_owned())).await?)
    }

    async fn list(
        call: &Call,
        filter: Option<&Judged<'_>>,
        from: usize,
        rows: usize,
    ) -> Result<(Vec<ProvisionedUser>, usize), ScimError> {
        let fits = |one: &ProvisionedUser| filter.is_none_or(|filter| filter.fits(&Self::shown(call, one)));
        let part = PartOf {
            from,
            rows,
            keep: filter.is_some().then_some(&fits as &(dyn Fn(&ProvisionedUser) -> bool + Sync)),
            called: filter.and_then(Judged::called),
        };
        Ok(call.app.portal.list_provisioned(&call.session, &part).await?)
    }

    async fn create(call: &Call, given: &Map<String, Value>) -> Result<ProvisionedUser, ScimError> {
        let wanted = user::wanted(given, call.kind, None)?;
        Ok(call.app.portal.provision(&call.session, &wanted, &call.app.settings.public_address).await?)
    }

    async fn change(
        call: &Call,
        before: &ProvisionedUser,
        given: &Map<String, Value>,
    ) -> Result<ProvisionedUser, ScimError> {
        let wanted = user::wanted(given, call.kind, Some(before))?;
        let address = &call.app.settings.public_address;
        Ok(call.app.portal.reprovision(&call.session, before, &wanted, address).await?)
    }

    async fn remove(call: &Call, before: &ProvisionedUser) -> Result<(), ScimError> {
        let (key, version) = (&before.assister_key, Some(before.version));
        Ok(call.app.portal.close_provisioned(&call.session, key, version).await?)
    }
}

impl Kept for Groups {
    type Resource = ProvisionedGroup;
    const ENDPOINT: &'static str = "Groups";

    fn shape(kind: AssisterKind) -> Result<Shape, ScimError> {
        Shape::groups(kind)
    }

    fn key(one: &ProvisionedGroup) -> &str {
        &one.row.agency_key.0
    }

    fn tag(one: &ProvisionedGroup) -> String {
        group::tag(one)
    }

    fn shown(call: &Call, one: &ProvisionedGroup) -> Map<String, Value> {
        group::shown(one, &call.base)
    }

    fn writable(call: &Call, one: &ProvisionedGroup) -> Map<String, Value> {
        group::writable(one, &call.base)
    }

    async fn read(call: &Call, key: &str) -> Result<ProvisionedGroup, ScimError> {
        Ok(call.app.portal.read_provisioned_agency(&call.session, &AgencyKey(key.to_owned())).await?)
    }

    async fn list(
        call: &Call,
        filter: Option<&Judged<'_>>,
        from: usize,
        rows: usize,
    ) -> Result<(Vec<ProvisionedGroup>, usize), ScimError> {
        let fits = |one: &ProvisionedGroup| filter.is_none_or(|filter| filter.fits(&Self::shown(call, one)));
        let keep = filter.is_some().then_some(&fits as &(dyn Fn(&ProvisionedGroup) -> bool + Sync));
        let part = PartOf { from, rows, keep, called: None };
        Ok(call.app.portal.list_provisioned_agencies(&call.session, &part).await?)
    }

    async fn create(call: &Call, given: &Map<String, Value>) -> Result<ProvisionedGroup, ScimError> {
        Ok(call.app.portal.provision_agency(&call.session, &group::wanted(given)?).await?)
    }

    async fn change(
        call: &Call,
        before: &ProvisionedGroup,
        given: &Map<String, Value>,
    ) -> Result<ProvisionedGroup, ScimError> {
        Ok(call.app.portal.reprovision_agency(&call.session, before, &group::wanted(given)?).await?)
    }

    async fn remove(call: &Call, before: &ProvisionedGroup) -> Result<(), ScimError> {
        let key = &before.row.agency_key;
        Ok(call.app.portal.remove_provisioned_agency(&call.session, key, Some(before)).await?)
    }
}
