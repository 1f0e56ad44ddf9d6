-- What a default build makes besides floor.sql: from customers, order lines, feedback,
-- referrals and aliases all the other schemes and reports. A section with the name of one
-- in floor.sql takes its place; the others come at the end. Reads the variable folder,
-- where the other inputs are.

-- Aliases ----------------------------------------------------------------------------
create temp macro input(name) as table
select *
from read_parquet(getvariable('folder') || '/' || name || '.parquet', file_row_number = true);

create temp macro named(name, text) as name || '=' || text::varchar;

create temp table screened_aliases as
with recursive
typed as (
    select
        *,
        nullif(trim(alias_customer_id), '') as alias,
        nullif(trim(customer_id), '') as own,
        case
            when alias is null or own is null then 'missing_customer'
            when alias = own then 'self_alias'
        end as fault,
        row_number() over (
            partition by alias, fault order by own, customer_id, alias_customer_id
        ) as copy_number
    from input('customer_aliases')
),
links as (
    select alias, own from typed where fault is null and copy_number = 1
),
walks as (
    select alias, own, 1 as hops from links
    union all
    select walks.alias, links.own, hops + 1
    from walks
    inner join links on walks.own = links.alias
    where hops < 32
),
ends as (
    select alias, arg_max(own, hops) as own from walks group by alias
)
select
    typed.alias,
    ends.own,
    concat_ws(
        '; ', named('alias_customer_id', alias_customer_id), named('customer_id', customer_id)
    ) as raw_row,
    case
        when fault is not null then fault
        when copy_number > 1 then 'duplicate_alias'
        when beyond.alias is not null then 'alias_circle'
    end as reason
from typed
left join ends using (alias)
left join links as beyond on ends.own = beyond.alias;

create temp table aliases as
select alias as alias_customer_id, own as own_customer_id
from screened_aliases
where reason is null;

-- Other inputs -----------------------------------------------------------------------
create temp macro yes_or_no(text) as case
    when lower(clean(text)) in ('true', '1', 'yes', 'y', '是') then true
    when lower(clean(text)) in ('false', '0', 'no', 'n', '否') then false
end;
create temp macro whole(text, highest) as
if(try_cast(text as decimal(18, 4)) % 1 = 0, try_cast(text as decimal(18, 4)), null)
::integer;

create temp table sold_to as
select
    store_id,
    customer_id,
    min(order_date) as first_date,
    min(if(is_purchase, order_date, coalesce(first_reversal_date, order_date))) filter (
        is_purchase
        or first_reversal_date is not null
        or list_contains(getvariable('returned'), order_status)
    ) as known_date
from marts.accepted_orders
group by all;

-- As with orders: only repeated customers are sorted.
create temp table customer_copies as
with
ids as (
    select hash(clean(store_id), clean(customer_id)) as id, file_row_number
    from input('customers')
),
repeated as (
    select id from ids group by id having count(*) > 1
),
numbered as (
    select file_row_number, row_number() over (
        partition by clean(store_id), clean(customer_id)
        order by
            try_cast(registered_at as timestamp)::date, registered_at, full_name, email,
            phone, birth_date, gender, acquisition_channel, is_strategic, decision_role,
            income_band, region, customer_id, store_id
    ) as copy_number
    from input('customers')
    where file_row_number in (select file_row_number from ids semi join repeated using (id))
)
select file_row_number from numbered where copy_number > 1;

create temp table screened_customers as
with
typed as (
    select
        *,
        clean(customer_id) as named_id,
        try_cast(registered_at as timestamp)::date as registered_date,
        try_cast(birth_date as timestamp)::date as birth_day,
        yes_or_no(is_strategic) as strategic,
        case
            when named_id is null then 'missing_customer'
            when copies.file_row_number is not null then 'duplicate_customer'
            when unread(registered_date, registered_at) or unread(birth_day, birth_date)
                then 'invalid_date'
            when registered_date > getvariable('today') then 'future_timestamp'
            when unread(strategic, is_strategic) then 'invalid_yes_or_no'
        end as reason
    from input('customers') as customers
    left join customer_copies as copies using (file_row_number)
)
select
    clean(store_id) as store_id,
    coalesce(own_customer_id, named_id) as customer_id,
    own_customer_id is null as is_own,
    registered_date,
    clean(full_name) as full_name,
    birth_day as birth_date,
    clean(acquisition_channel) as acquisition_channel,
    strategic as is_strategic,
    lower(clean(decision_role)) as decision_role,
    if(reason is null, null, concat_ws(
        '; ', named('customer_id', typed.customer_id), named('store_id', typed.store_id),
        named('full_name', typed.full_name), named('email', email), named('phone', phone),
        named('registered_at', registered_at), named('birth_date', typed.birth_date),
        named('gender', gender), named('acquisition_channel', typed.acquisition_channel),
        named('is_strategic', typed.is_strategic),
        named('decision_role', typed.decision_role), named('income_band', income_band),
        named('region', region)
    )) as raw_row,
    reason
from typed
left join aliases on named_id = alias_customer_id;

create temp table profiles as
with
accounts as (
    from screened_customers
    where reason is null and store_id is not null
    union all
    -- Before the first order nobody knew that the store would be one of them.
    select screened_customers.* replace (
        coalesce(sold_to.store_id, 'default') as store_id,
        if(sold_to.store_id <> 'default', greatest(registered_date, first_date), registered_date)
            as registered_date
    )
    from screened_customers
    left join sold_to using (customer_id)
    where reason is null and screened_customers.store_id is null
),
-- Few have more than one account.
several as (
    select store_id, customer_id from accounts group by all having count(*) > 1
)
select
    store_id, customer_id, registered_date, full_name, birth_date, acquisition_channel,
    is_strategic, decision_role
from accounts
anti join several using (store_id, customer_id)
union all
select
    store_id,
    customer_id,
    min(registered_date),
    coalesce(max(full_name) filter (is_own), min(full_name)),
    coalesce(max(birth_date) filter (is_own), min(birth_date)),
    coalesce(max(acquisition_channel) filter (is_own), min(acquisition_channel)),
    coalesce(max(is_strategic) filter (is_own), min(is_strategic)),
    coalesce(max(decision_role) filter (is_own), min(decision_role))
from accounts
semi join several using (store_id, customer_id)
group by all;

-- Who is registered without a day was always known.
create temp table known as
select store_id, customer_id, min(known_date) as known_date
from (
    select store_id, customer_id, known_date from sold_to where known_date is not null
    union all
    select store_id, customer_id, coalesce(registered_date, '0001-01-01') from profiles
)
group by all;

create temp table known_ids as
select customer_id as known_id, min(known_date) as known_date from known group by all;

create temp table screened_feedback as
with
typed as (
    select
        *,
        coalesce(own_customer_id, clean(customer_id)) as own_id,
        try_cast(given_at as timestamp) as given,
        whole(rating, 5) as stars,
        if(stars between 1 and 5, stars, null) as stars_given,
        whole(nps, 10) as score,
        if(score between 0 and 10, score, null) as score_given,
        yes_or_no(is_complaint) as complaint
    from input('feedback')
    left join aliases on clean(customer_id) = alias_customer_id
    left join known_ids on coalesce(own_customer_id, clean(customer_id)) = known_id
)
select
    clean(store_id) as store_id,
    own_id as customer_id,
    clean(order_id) as order_id,
    given as given_at,
    given::date as given_date,
    stars_given::integer as rating,
    score_given::integer as nps,
    coalesce(complaint, false) as is_complaint,
    case
        when own_id is null then 'missing_customer'
        when given is null then 'invalid_timestamp'
        when given::date > getvariable('today') then 'future_timestamp'
        when unread(stars_given, typed.rating) or unread(score_given, typed.nps)
            then 'invalid_rating'
        when unread(complaint, typed.is_complaint) then 'invalid_yes_or_no'
        when known_id is null then 'unknown_customer'
    end as reason,
    if(reason is null, null, concat_ws(
        '; ', named('customer_id', typed.customer_id), named('store_id', typed.store_id),
        named('order_id', typed.order_id), named('given_at', typed.given_at),
        named('rating', typed.rating), named('nps', typed.nps),
        named('is_complaint', typed.is_complaint)
    )) as raw_row
from typed;

-- The greatest number tells the worst of the ratings farthest from the middle, the last
-- rating and the last answer; of one moment the worse.
create temp table feedback_events as
select
    known.store_id,
    customer_id,
    greatest(given_date, known_date) as event_date,
    is_complaint,
    8 * (10 * abs(rating - 3) - rating) + rating as peak,
    if(rating is null, null, 8 * epoch_us(given_at) + 5 - rating) as last_rating,
    if(nps is null, null, 16 * (8 * epoch_us(given_at) + 7 - coalesce(rating + 2, 0)) + 10 - nps)
        as last_nps
from screened_feedback
inner join known using (customer_id)
where reason is null and coalesce(screened_feedback.store_id, known.store_id) = known.store_id;

create temp table screened_referrals as
with
typed as (
    select
        *,
        coalesce(referrers.own_customer_id, clean(referrer_customer_id)) as referrer,
        coalesce(referred.own_customer_id, clean(referred_customer_id)) as friend,
        try_cast(referred_at as timestamp)::date as referred_date,
        known_friends.known_date as friend_known_date,
        case
            when referrer is null or friend is null then 'missing_customer'
            when known_referrers.known_id is null or known_friends.known_id is null
                then 'unknown_customer'
            when referred_date is null then 'invalid_timestamp'
            when referred_date > getvariable('today') then 'future_timestamp'
            when referrer = friend then 'self_referral'
        end as fault,
        row_number() over (
            partition by friend, fault
            order by
                referred_date, referrer, referred_at, referrer_customer_id,
                referred_customer_id
        ) as copy_number
    from input('referrals')
    left join aliases as referrers
        on clean(referrer_customer_id) = referrers.alias_customer_id
    left join aliases as referred
        on clean(referred_customer_id) = referred.alias_customer_id
    left join known_ids as known_referrers
        on
            coalesce(referrers.own_customer_id, clean(referrer_customer_id))
            = known_referrers.known_id
    left join known_ids as known_friends
        on
            coalesce(referred.own_customer_id, clean(referred_customer_id))
            = known_friends.known_id
)
select
    referrer as customer_id,
    greatest(referred_date, friend_known_date) as event_date,
    coalesce(fault, if(copy_number > 1, 'duplicate_referral', null)) as reason,
    concat_ws(
        '; ', named('referrer_customer_id', referrer_customer_id),
        named('referred_customer_id', referred_customer_id),
        named('referred_at', referred_at)
    ) as raw_row
from typed;

create temp table referral_events as
select known.store_id, customer_id, greatest(event_date, known_date) as event_date
from screened_referrals
inner join known using (customer_id)
where reason is null;

create temp table lines as
with
typed as (
    select
        *,
        clean(order_id) as own_order_id,
        coalesce(clean(store_id), 'default') as own_store_id,
        try_cast(quantity as decimal(18, 4)) as pieces,
        try_cast(net_amount as decimal(18, 4)) as net,
        try_cast(cost_amount as decimal(18, 4)) as cost
    from input('order_lines')
)
select
    orders.store_id,
    orders.customer_id,
    is_purchase,
    order_date,
    if(sent_back_amount = gross_amount - discount_amount, first_reversal_date, null)
        as back_date,
    clean(product_id) as product_id,
    clean(typed.category) as category,
    pieces,
    in_usd(net, exchange_rate) as net,
    in_usd(cost, exchange_rate) as cost,
    case
        when own_order_id is null then 'missing_order_id'
        when orders.order_id is null then 'unknown_order'
        when
            unread(pieces, quantity) or unread(typed.net, typed.net_amount)
            or unread(typed.cost, typed.cost_amount)
            then 'invalid_amount'
    end as reason,
    if(reason is null, null, concat_ws(
        '; ', named('order_id', typed.order_id), named('store_id', typed.store_id),
        named('product_id', typed.product_id), named('category', typed.category),
        named('quantity', quantity), named('net_amount', typed.net_amount),
        named('cost_amount', typed.cost_amount)
    )) as raw_row
from typed
left join marts.accepted_orders as orders
    on own_store_id = orders.store_id and own_order_id = orders.order_id;

create temp table other_categories as
select distinct category from lines where is_purchase and reason is null;

create table marts.rejected_rows as
select 'customer_aliases' as input_name, reason as rejection_reason, raw_row
from screened_aliases where reason is not null
union all
select 'customers', reason, raw_row from screened_customers where reason is not null
union all
select 'feedback', reason, raw_row from screened_feedback where reason is not null
union all
select 'order_lines', reason, raw_row from lines where reason is not null
union all
select 'referrals', reason, raw_row from screened_referrals where reason is not null;

-- Other events -----------------------------------------------------------------------
-- Who has registered is known. An order no longer satisfies from the first complaint on:
-- if something comes back later, that must not count again.
insert into ledger
with
unhappy as (
    select
        orders.store_id,
        orders.order_id,
        orders.customer_id,
        any_value(first_reversal_date) as reversal_date,
        min(greatest(order_date, given_date)) as unhappy_date
    from marts.accepted_orders as orders
    inner join (
        from screened_feedback
        where reason is null and order_id is not null and (is_complaint or rating < 4)
    ) as feedback
        on
            orders.order_id = feedback.order_id
            and orders.customer_id = feedback.customer_id
            and orders.store_id = coalesce(feedback.store_id, orders.store_id)
    where is_purchase
    group by all
),
events as (
    select store_id, customer_id, registered_date as event_date, 0 as counts
    from profiles
    where registered_date is not null
    union all
    select store_id, customer_id, unhappy_date, -digit(1)
    from unhappy
    where unhappy_date < coalesce(reversal_date, 'infinity')
    union all
    select store_id, customer_id, reversal_date, digit(1)
    from unhappy
    where unhappy_date < reversal_date
)
select
    store_id, customer_id, event_date, event_date, null, null, null, 0, counts, 0, 0, 0, 0, 0,
    0, 0, null, null, null, null
from events;

set variable first_day = (
    select min(event_date) from (
        select event_date from feedback_events union all select event_date from referral_events
    )
);

-- Voices -----------------------------------------------------------------------------
set variable without_voice = 0;

create temp table voices as
with
feedback as (
    select
        store_id,
        customer_id,
        as_of_date,
        count(*) as feedback_count,
        count(*) filter (is_complaint) as complaint_count,
        (max(peak) & 7)::integer as peak_rating,
        (5 - (max(last_rating) & 7))::integer as last_rating,
        (10 - (max(last_nps) & 15))::integer as last_nps
    from feedback_events
    inner join dates on event_date <= as_of_date
    group by all
),
referrals as (
    select store_id, customer_id, as_of_date, count(*) as referral_count
    from referral_events
    inner join dates on event_date <= as_of_date
    group by all
)
select
    * replace (
        coalesce(feedback_count, 0) as feedback_count,
        coalesce(complaint_count, 0) as complaint_count,
        coalesce(referral_count, 0) as referral_count
    )
from feedback
full join referrals using (store_id, customer_id, as_of_date);

-- Other cuts -------------------------------------------------------------------------
create temp table other_histogram as
with
facts as (
    select * replace (round(discount_share, 4)::decimal(18, 4) as discount_share)
    from marts.customer_facts
),
counted as (
    select store_id, as_of_date, 'margin_amount' as metric, margin_amount as value,
        value as strength, count(*) as customer_count
    from facts group by all
    union all
    select store_id, as_of_date, 'value_per_order', value_per_order, value_per_order, count(*)
    from facts where value_per_order is not null group by all
    union all
    select store_id, as_of_date, 'satisfied_order_count', satisfied_order_count,
        satisfied_order_count, count(*)
    from facts group by all
    union all
    select store_id, as_of_date, 'discount_share', discount_share, -discount_share, count(*)
    from facts where discount_share is not null group by all
    union all
    select store_id, as_of_date, 'engagement_count', engagement_count, engagement_count, count(*)
    from facts group by all
    union all
    select store_id, as_of_date, 'orders_per_month', orders_per_month, orders_per_month, count(*)
    from facts where orders_per_month is not null group by all
    union all
    select store_id, as_of_date, 'growth_ratio', growth_ratio, growth_ratio, count(*)
    from facts where growth_ratio is not null group by all
    union all
    select store_id, as_of_date, 'referral_count', referral_count, referral_count, count(*)
    from facts group by all
)
select
    store_id,
    as_of_date,
    metric,
    value,
    strength,
    customer_count,
    sum(customer_count) over everyone as total_count,
    sum(greatest(value, 0) * customer_count) over everyone as total_amount,
    total_amount - sum(greatest(value, 0) * customer_count) over not_better as better_amount,
    sum(customer_count) over not_better - customer_count as worse_count,
    coalesce(worse_count::double / nullif(total_count - 1, 0)::double, 0) as percent_rank
from counted
window
    everyone as (partition by store_id, as_of_date, metric),
    not_better as (
        partition by store_id, as_of_date, metric order by strength nulls first
        rows between unbounded preceding and current row
    );

create temp table style_cuts as
select level, level_rank::integer as level_rank, percent_rank_from::double as percent_rank_from,
    lead(percent_rank_from::double, 1, 2) over (order by percent_rank_from::double)
        as percent_rank_until
from rule('buying_style_cuts');

create temp table other_cuts_used as
select store_id, as_of_date, 'abc_margin' as scheme, 'margin_share' as method, metric,
    coalesce(class_rank, 1) as level_rank, min(strength) as start,
    max(below::double) as threshold,
    sum(customer_count) filter (strength is not null) as customer_count
from other_histogram
left join abc
    on
        value > 0
        and better_amount >= above * total_amount
        and better_amount < below * total_amount
where metric = 'margin_amount'
group by all
union all
select store_id, as_of_date, 'value_type', 'percent_rank', metric,
    least(
        5, 1 + floor(coalesce((5 * worse_count)::double / nullif(total_count - 1, 0)::double, 0))
    )::integer as level_rank,
    min(strength), nullif((level_rank - 1) / 5e0, 0), sum(customer_count)
from other_histogram
where metric not in ('margin_amount', 'growth_ratio', 'referral_count')
group by all
union all
select store_id, as_of_date, 'buying_style', 'percent_rank', metric, level_rank,
    min(strength), max(percent_rank_from), sum(customer_count)
from other_histogram
inner join style_cuts
    on
        coalesce(
            (total_count - customer_count - worse_count) / nullif(total_count - 1, 0)::double, 0
        ) >= percent_rank_from
        and coalesce(
            (total_count - customer_count - worse_count) / nullif(total_count - 1, 0)::double, 0
        ) < percent_rank_until
where metric = 'discount_share'
group by all;

create temp table other_levels as
select 'abc_margin' as scheme, class_rank as level_rank, abc_class as level from abc
union all
select 'value_type', n, n::varchar from range(1, 6) as numbers (n)
union all
select 'buying_style', level_rank, level from style_cuts;

create temp table loyalty_rules as
select loyalty_level, level_rank::integer as level_rank,
    nullif(min_satisfied_orders::integer, 0) as bound
from rule('loyalty_rules')
where loyalty_level <> 'advocate';

create temp table other_fixed_cuts as
with
reaching as (
    select store_id, as_of_date, loyalty_level, level_rank, bound, sum(customer_count)
        filter (bound is null or value >= bound) as reaching_count
    from other_histogram cross join loyalty_rules
    where metric = 'satisfied_order_count'
    group by all
)
select store_id, as_of_date, 'loyalty' as scheme, 'satisfied_order_count' as metric,
    loyalty_level as level, level_rank, true as is_higher_better, bound as start,
    coalesce(reaching_count, 0) - lag(coalesce(reaching_count, 0), 1, 0)
        over (partition by store_id, as_of_date order by level_rank desc) as customer_count,
    'fixed' as method, bound::double as threshold
from reaching;

-- Headlines --------------------------------------------------------------------------
insert into labels
select 'abc_margin', abc_class, class_rank, label_en, label_zh from rule('abc_classes')
union all
select 'loyalty', loyalty_level, level_rank, label_en, label_zh from rule('loyalty_rules')
union all
select 'value_type', value_type, type_rank, label_en, label_zh from rule('value_type_rules')
union all
select 'man', man_profile, profile_rank, label_en, label_zh from rule('man_codes')
union all
select 'key_account', key_account_status, status_rank, label_en, label_zh
from rule('key_account_statuses')
union all
select 'grade', customer_grade, grade_rank, label_en, label_zh
from rule('customer_grade_labels')
union all
select 'buying_style', buying_style, style_rank, label_en, label_zh
from rule('buying_style_labels');

-- The sentences of every combination, with numbers left to fill in.
create temp table headlines as
with
phrases as (
    select
        labels.scheme,
        label,
        replace(sentence_en, '{level}', label_en) as en,
        replace(sentence_zh, '{level}', label_zh) as zh
    from labels
    inner join rule('sentences') as sentences
        on sentences.scheme = 'headline' and sentences.metric = labels.scheme
)
select
    segments.label as rfm_segment,
    classes.label as abc_class,
    stages.label as lifecycle_stage,
    loyalty.label as loyalty_level,
    types.label as value_type,
    sentence_en.replace('{segment}', segments.label_en).replace('{class}', classes.label_en)
        .replace('{stage}', stages.label_en).replace('{currency}', 'USD')
        .replace('{loyalty}', loyalty.en).replace('{value_type}', types.en)
        .replace('{orders}', '{0:,.0f}').replace('{revenue}', '{1:,.2f}')
        .replace('{days}', '{2:,.0f}') as en,
    sentence_zh.replace('{segment}', segments.label_zh).replace('{class}', classes.label_zh)
        .replace('{stage}', stages.label_zh).replace('{currency}', 'USD')
        .replace('{loyalty}', loyalty.zh).replace('{value_type}', types.zh)
        .replace('{orders}', '{0:,.0f}').replace('{revenue}', '{1:,.2f}')
        .replace('{days}', '{2:,.0f}') as zh
from labels as segments
inner join labels as classes on segments.scheme = 'rfm' and classes.scheme = 'abc'
inner join labels as stages on stages.scheme = 'lifecycle'
inner join phrases as loyalty on loyalty.scheme = 'loyalty'
inner join phrases as types on types.scheme = 'value_type'
inner join rule('sentences') as sentences
    on
        sentences.scheme = 'headline'
        and sentences.metric is null
        and sentences.level = if(stages.label = 'prospect', 'prospect', '*');

-- Tiers ------------------------------------------------------------------------------
create temp macro start_of(cuts, scheme, metric, rank) as coalesce(
    max(cuts.lower_bound) filter (
        cuts.scheme = scheme and cuts.metric = metric and cuts.level_rank = rank
    ),
    max(if(cuts.scheme = scheme and cuts.metric = metric, 99999999999999, null))
);
create temp macro end_of(cuts, scheme, metric, rank) as coalesce(
    max(cuts.upper_bound) filter (
        cuts.scheme = scheme and cuts.metric = metric and cuts.level_rank = rank
    ),
    max(if(cuts.scheme = scheme and cuts.metric = metric, -1, null))
);

create temp table other_bounds as
select
    store_id,
    as_of_date,
    start_of(cuts, 'abc_margin', 'margin_amount', 2) as margin_2,
    start_of(cuts, 'abc_margin', 'margin_amount', 3) as margin_3,
    start_of(cuts, 'value_type', 'value_per_order', 2) as value_2,
    start_of(cuts, 'value_type', 'value_per_order', 3) as value_3,
    start_of(cuts, 'value_type', 'value_per_order', 4) as value_4,
    start_of(cuts, 'value_type', 'value_per_order', 5) as value_5,
    start_of(cuts, 'value_type', 'satisfied_order_count', 2) as satisfied_2,
    start_of(cuts, 'value_type', 'satisfied_order_count', 3) as satisfied_3,
    start_of(cuts, 'value_type', 'satisfied_order_count', 4) as satisfied_4,
    start_of(cuts, 'value_type', 'satisfied_order_count', 5) as satisfied_5,
    end_of(cuts, 'value_type', 'discount_share', 2) as discount_2,
    end_of(cuts, 'value_type', 'discount_share', 3) as discount_3,
    end_of(cuts, 'value_type', 'discount_share', 4) as discount_4,
    end_of(cuts, 'value_type', 'discount_share', 5) as discount_5,
    start_of(cuts, 'value_type', 'engagement_count', 2) as engaged_2,
    start_of(cuts, 'value_type', 'engagement_count', 3) as engaged_3,
    start_of(cuts, 'value_type', 'engagement_count', 4) as engaged_4,
    start_of(cuts, 'value_type', 'engagement_count', 5) as engaged_5,
    -- High is a score of 4.
    start_of(cuts, 'value_type', 'orders_per_month', 2) as volume_2,
    start_of(cuts, 'value_type', 'orders_per_month', 3) as volume_3,
    start_of(cuts, 'value_type', 'orders_per_month', 4) as volume_4,
    start_of(cuts, 'value_type', 'orders_per_month', 5) as volume_5,
    end_of(cuts, 'buying_style', 'discount_share', 2) as middle_discount,
    end_of(cuts, 'buying_style', 'discount_share', 3) as low_discount
from marts.tier_cuts as cuts
group by store_id, as_of_date;

create temp macro up(value, second, third, fourth, fifth) as
1 + (value >= second)::integer + (value >= third)::integer + (value >= fourth)::integer
+ (value >= fifth)::integer;
create temp macro value_score_of(a, b, c, d) as
(coalesce(a, 0) + coalesce(b, 0) + coalesce(c, 0) + coalesce(d, 0)) / nullif((
    (a is not null)::integer + (b is not null)::integer + (c is not null)::integer
    + (d is not null)::integer
)::double, 0);
create temp macro type_of(value_score, volume_score) as case
    when value_score >= 4 and volume_score >= 4 then 'valued_volume'
    when value_score >= 4 then 'valued'
    when volume_score >= 4 then 'volume'
    else 'occasional'
end;
create temp macro rank_of(value, second, third) as
1 + (value >= second)::integer + (value >= third)::integer;
create temp macro style_rank_of(discount_share, bounds) as
1 + (discount_share <= bounds.middle_discount)::integer
+ (discount_share <= bounds.low_discount)::integer;
create temp macro style_of(style_rank, last_rating, referral_count) as case
    when style_rank = 1 then 'rational'
    when style_rank = 3 and (last_rating >= 4 or referral_count > 0) then 'emotional'
    when style_rank is not null then 'mixed'
end;
create temp macro letter(answer, known) as
if(answer is null, '?', if(answer, known, lower(known)));
create temp macro grade_rule_of(abc_class, segment, stage, recent, previous) as case
    when abc_class = 'A' then 'abc_a'
    when segment = 'champions' then 'segment_champions'
    when segment = 'loyal' then 'segment_loyal'
    when stage = 'prospect' then 'prospect'
    when stage = 'new' then 'new'
    when recent > 0 and recent >= 2 * previous then 'doubled_revenue'
    else 'none_of_these'
end;

create temp table weights as
select
    max(weight::decimal(18, 4)) filter (dimension = 'transaction_value') as transaction_value,
    max(weight::decimal(18, 4)) filter (dimension = 'potential_value') as potential_value,
    max(weight::decimal(18, 4)) filter (dimension = 'loyalty') as loyalty,
    max(weight::decimal(18, 4)) filter (dimension = 'influence') as influence,
    max(weight::decimal(18, 4)) filter (dimension = 'strategic') as strategic,
    (
        select min_index::decimal(18, 4)
        from rule('key_account_statuses')
        where key_account_status = 'key_account'
    ) as min_index
from rule('key_account_weights');

create temp macro index_of(
    weights, transaction, potential, loyal, influential, strategically
) as (
    100 * (
        coalesce(weights.transaction_value * transaction, 0)
        + coalesce(weights.potential_value * potential, 0)
        + coalesce(weights.loyalty * loyal, 0)
        + coalesce(weights.influence * influential, 0)
        + coalesce(weights.strategic * strategically, 0)
    ) / nullif((
        if(transaction is null, 0, weights.transaction_value)
        + if(potential is null, 0, weights.potential_value)
        + if(loyal is null, 0, weights.loyalty)
        + if(influential is null, 0, weights.influence)
        + if(strategically is null, 0, weights.strategic)
    )::double, 0)
);
create temp macro status_of(strategic, index, weights) as
if(coalesce(strategic, false) or coalesce(index >= weights.min_index, false),
    'key_account', 'other');

create temp table roles as
select decision_role, has_authority::boolean as may_decide from rule('decision_roles');

create temp table net_ranks as
select store_id, as_of_date, value::decimal(18, 4) as value, better_amount,
    coalesce(worse_count::double / nullif(total_count - 1, 0)::double, 0) as percent_rank
from histogram
where metric = 'net_revenue';

create temp macro ranks(wanted) as table
select store_id, as_of_date, value, total_amount, better_amount, percent_rank
from other_histogram
where metric = wanted and value is not null;

-- Whole numbers meet whole numbers.
create temp macro count_ranks(wanted) as table
select store_id, as_of_date, value::integer as value, percent_rank
from other_histogram
where metric = wanted;

set disabled_optimizers = 'join_order,build_side_probe_side';

-- In steps: an expression that names another is otherwise written out and planned anew
-- each time.
create temp table people as
with
looked_up as (
    select
        levels.*,
        cells.rfm_cell,
        cells.rfm_segment,
        halves.rfm_value_code,
        halves.rfm_value_segment,
        classes.abc_class,
        if(levels.net_revenue > 0, net.better_amount, null)::double / levels.total_amount::double
            as revenue_share_before,
        margin_classes.abc_class as abc_margin_class,
        if(levels.margin_amount > 0, levels.margin_amount, null)::double
        / margins.total_amount::double as margin_share,
        if(levels.margin_amount > 0, margins.better_amount, null)::double
        / margins.total_amount::double as margin_share_before,
        round(levels.discount_share, 4)::decimal(18, 4) as discount_part,
        up(value_per_order, value_2, value_3, value_4, value_5) as value_per_order_score,
        up(
            levels.satisfied_order_count, satisfied_2, satisfied_3, satisfied_4, satisfied_5
        ) as satisfied_order_count_score,
        1 + (discount_part <= discount_2)::integer + (discount_part <= discount_3)::integer
        + (discount_part <= discount_4)::integer + (discount_part <= discount_5)::integer
            as discount_share_score,
        up(engagement_count, engaged_2, engaged_3, engaged_4, engaged_5)
            as engagement_count_score,
        up(orders_per_month, volume_2, volume_3, volume_4, volume_5) as volume_score,
        recent_net_revenue::double / nullif(recent_order_count, 0)::double
            as recent_revenue_per_order,
        previous_net_revenue::double / nullif(previous_order_count, 0)::double
            as previous_revenue_per_order,
        recent_discount_amount::double / nullif(recent_gross_revenue::double, 0)
            as recent_discount_share,
        previous_discount_amount::double / nullif(previous_gross_revenue::double, 0)
            as previous_discount_share,
        case
            when levels.satisfied_order_count >= 5 then
                if(
                    levels.referral_count > 0 or coalesce(last_nps >= 9, false),
                    'advocate',
                    'loyal'
                )
            when levels.satisfied_order_count >= 2 then 'forming'
            when levels.satisfied_order_count >= 1 then 'trial'
            else 'none'
        end as loyalty_level,
        -- What has no day of its own was always known.
        coalesce(profiles.registered_date, levels.as_of_date) <= levels.as_of_date
            as is_registered,
        monetary_score >= 4 as has_money,
        if(levels.referral_count > 0, true, if(is_registered, may_decide, null)) as has_authority,
        coalesce(overdue_ratio between 0.8 and 2, false)
        or recent_order_count > previous_order_count as has_need,
        levels.satisfied_order_count >= 2 as has_loyalty,
        if(is_registered, profiles.is_strategic, null) as strategic,
        net.percent_rank as transaction_value_rank,
        growths.percent_rank as potential_value_rank,
        satisfied.percent_rank as loyalty_rank,
        referrals.percent_rank as influence_rank,
        strategic::integer as strategic_rank,
        grade_rule_of(
            classes.abc_class, cells.rfm_segment, lifecycle_stage, recent_net_revenue,
            previous_net_revenue
        ) as grade_rule,
        style_rank_of(discount_part, other) as style_rank,
        profiles.full_name,
        profiles.birth_date,
        if(is_registered, profiles.acquisition_channel, null) as acquisition_channel
    from levels
    inner join other_bounds as other
        on levels.store_id = other.store_id and levels.as_of_date = other.as_of_date
    inner join cells on levels.cell = cells.cell
    inner join halves on levels.code = halves.code
    inner join abc as classes on levels.class_rank = classes.class_rank
    left join abc as margin_classes
        on margin_classes.class_rank = rank_of(levels.margin_amount, margin_2, margin_3)
    left join net_ranks as net
        on
            levels.store_id = net.store_id and levels.as_of_date = net.as_of_date
            and levels.net_revenue = net.value
    left join ranks('margin_amount') as margins
        on
            levels.store_id = margins.store_id and levels.as_of_date = margins.as_of_date
            and levels.margin_amount = margins.value
    left join ranks('growth_ratio') as growths
        on
            levels.store_id = growths.store_id and levels.as_of_date = growths.as_of_date
            and levels.growth_ratio = growths.value
    left join count_ranks('satisfied_order_count') as satisfied
        on
            levels.store_id = satisfied.store_id and levels.as_of_date = satisfied.as_of_date
            and levels.satisfied_order_count = satisfied.value
    left join count_ranks('referral_count') as referrals
        on
            levels.store_id = referrals.store_id and levels.as_of_date = referrals.as_of_date
            and levels.referral_count = referrals.value
    left join profiles
        on levels.store_id = profiles.store_id and levels.customer_id = profiles.customer_id
    left join roles on profiles.decision_role = roles.decision_role
),
judged as (
    select
        looked_up.*,
        weights.min_index,
        value_score_of(
            value_per_order_score, satisfied_order_count_score, discount_share_score,
            engagement_count_score
        ) as value_score,
        letter(has_money, 'M') || letter(has_authority, 'A') || letter(has_need, 'N')
            as man_profile,
        has_money::integer + coalesce(has_authority, false)::integer + has_loyalty::integer >= 2
            as is_effective,
        case
            when grade_rule in ('abc_a', 'segment_champions', 'segment_loyal') then 'high_value'
            when grade_rule = 'none_of_these' then 'ordinary'
            else 'potential'
        end as customer_grade,
        index_of(
            weights, transaction_value_rank, potential_value_rank, loyalty_rank, influence_rank,
            strategic_rank
        ) as key_account_index
    from looked_up
    cross join weights
),
typed as (
    select *, type_of(value_score, volume_score) as value_type from judged
)
select
    * exclude (min_index),
    value_type = 'volume' and (
        coalesce(
            round(recent_revenue_per_order, 8) >= round(1.1 * previous_revenue_per_order, 8)
            and previous_revenue_per_order > 0,
            false
        )
        or coalesce(
            round(recent_discount_share, 8) <= round(0.9 * previous_discount_share, 8)
            and previous_discount_share > 0,
            false
        )
    ) as is_conversion_candidate,
    status_of(strategic, key_account_index, typed) as key_account_status,
    style_of(style_rank, last_rating, referral_count) as buying_style
from typed;

create temp macro texts(wanted) as table
select label, label_en, label_zh from labels where scheme = wanted;

create table marts.customer_tiers as
select
    people.store_id,
    customer_id,
    as_of_date,
    first_order_date,
    last_order_date,
    days_since_last_order,
    tenure_days,
    order_count,
    purchase_day_count,
    gross_revenue,
    discount_amount,
    refund_amount,
    net_revenue,
    average_order_value,
    discount_share,
    refund_share,
    margin_amount,
    mean_gap_days,
    expected_gap_days,
    expected_next_order_date,
    overdue_ratio,
    window_order_count,
    window_net_revenue,
    recent_order_count,
    recent_net_revenue,
    previous_order_count,
    previous_net_revenue,
    satisfied_order_count,
    feedback_count,
    complaint_count,
    peak_rating,
    last_rating,
    last_nps,
    referral_count,
    category_count,
    channel_count,
    preferred_weekday,
    preferred_hour,
    recency_score,
    frequency_score,
    monetary_score,
    rfm_cell,
    people.rfm_segment,
    segments.label_en as rfm_segment_label_en,
    segments.label_zh as rfm_segment_label_zh,
    rfm_value_code,
    rfm_value_segment,
    halves.label_en as rfm_value_segment_label_en,
    halves.label_zh as rfm_value_segment_label_zh,
    people.abc_class,
    classes.label_en as abc_class_label_en,
    classes.label_zh as abc_class_label_zh,
    if(net_revenue > 0, net_revenue::double / total_amount::double, null) as revenue_share,
    revenue_share_before,
    people.lifecycle_stage,
    stages.label_en as lifecycle_stage_label_en,
    stages.label_zh as lifecycle_stage_label_zh,
    abc_margin_class,
    margin_classes.label_en as abc_margin_class_label_en,
    margin_classes.label_zh as abc_margin_class_label_zh,
    people.loyalty_level,
    loyalty.label_en as loyalty_level_label_en,
    loyalty.label_zh as loyalty_level_label_zh,
    people.value_type,
    types.label_en as value_type_label_en,
    types.label_zh as value_type_label_zh,
    man_profile,
    man.label_en as man_profile_label_en,
    man.label_zh as man_profile_label_zh,
    key_account_status,
    accounts.label_en as key_account_status_label_en,
    accounts.label_zh as key_account_status_label_zh,
    customer_grade,
    grades.label_en as customer_grade_label_en,
    grades.label_zh as customer_grade_label_zh,
    buying_style,
    styles.label_en as buying_style_label_en,
    styles.label_zh as buying_style_label_zh,
    is_conversion_candidate,
    is_effective,
    key_account_index,
    format(headlines.en, order_count::double, net_revenue::double,
        coalesce(days_since_last_order, 0)::double) as headline_en,
    format(headlines.zh, order_count::double, net_revenue::double,
        coalesce(days_since_last_order, 0)::double) as headline_zh
from people
inner join texts('rfm') as segments on rfm_segment = segments.label
inner join texts('rfm_value') as halves on rfm_value_segment = halves.label
inner join texts('abc') as classes on abc_class = classes.label
inner join texts('lifecycle') as stages on lifecycle_stage = stages.label
left join texts('abc_margin') as margin_classes on abc_margin_class = margin_classes.label
inner join texts('loyalty') as loyalty on loyalty_level = loyalty.label
inner join texts('value_type') as types on value_type = types.label
inner join texts('man') as man on man_profile = man.label
inner join texts('key_account') as accounts on key_account_status = accounts.label
inner join texts('grade') as grades on customer_grade = grades.label
left join texts('buying_style') as styles on buying_style = styles.label
inner join headlines
    on
        people.rfm_segment = headlines.rfm_segment
        and people.abc_class = headlines.abc_class
        and people.lifecycle_stage = headlines.lifecycle_stage
        and people.loyalty_level = headlines.loyalty_level
        and people.value_type = headlines.value_type;

create table marts.man_profiles as
select
    store_id, customer_id, as_of_date, net_revenue as rfm_monetary, monetary_score,
    overdue_ratio, expected_gap_days, recent_order_count, previous_order_count,
    people.has_money, people.has_authority, has_need, people.has_loyalty, man_profile,
    people.is_effective, sentence_en as effective_reason_en,
    sentence_zh as effective_reason_zh
from people
inner join rule('effective_reasons') as reasons
    on
        people.has_money = reasons.has_money::boolean
        and people.has_loyalty = reasons.has_loyalty::boolean
        and coalesce(people.has_authority::integer, 2)
        = coalesce(reasons.has_authority::boolean::integer, 2);

reset disabled_optimizers;

create table marts.rfm_scores as
select
    store_id, customer_id, as_of_date, days_since_last_order, order_count as rfm_frequency,
    net_revenue as rfm_monetary, recency_score, frequency_score, monetary_score, rfm_cell,
    rfm_segment, rfm_value_code, rfm_value_segment
from people;

create table marts.abc_tiers as
select
    store_id, customer_id, as_of_date, net_revenue, abc_class,
    if(net_revenue > 0, net_revenue::double / total_amount::double, null) as revenue_share,
    revenue_share_before
from people;

create table marts.lifecycle_stages as
select
    store_id, customer_id, as_of_date, days_since_last_order, expected_gap_days,
    overdue_ratio, lifecycle_stage
from people;

create table marts.abc_margin_tiers as
select
    store_id, customer_id, as_of_date, margin_amount, abc_margin_class, margin_share,
    margin_share_before
from people;

create table marts.loyalty_levels as
select
    store_id, customer_id, as_of_date, satisfied_order_count, referral_count, last_nps,
    loyalty_level
from people;

create table marts.value_types as
select
    store_id, customer_id, as_of_date, value_per_order, satisfied_order_count,
    discount_part as discount_share, engagement_count, orders_per_month,
    value_per_order_score, satisfied_order_count_score, discount_share_score,
    engagement_count_score, value_score, volume_score, value_type, recent_revenue_per_order,
    previous_revenue_per_order, recent_discount_share, previous_discount_share,
    is_conversion_candidate
from people;

create table marts.key_accounts as
select
    store_id, customer_id, as_of_date, net_revenue, growth_ratio, satisfied_order_count,
    referral_count, strategic as is_strategic, transaction_value_rank, potential_value_rank,
    loyalty_rank, influence_rank, strategic_rank, key_account_index, key_account_status
from people;

create table marts.customer_grades as
select
    store_id, customer_id, as_of_date, recent_net_revenue, previous_net_revenue, grade_rule,
    customer_grade
from people;

create table marts.buying_styles as
select
    store_id, customer_id, as_of_date, discount_part as discount_share,
    ['high', 'middle', 'low'][style_rank] as discount_level, last_rating, referral_count,
    buying_style
from people;

-- Summary ----------------------------------------------------------------------------
create table marts.tier_summary as
with
stores as (
    select store_id, as_of_date, count(*) as store_count, sum(net_revenue) as store_revenue
    from people
    group by all
),
counted as (
    select
        store_id,
        as_of_date,
        case
            when grouping(rfm_segment) = 0 then 'rfm'
            when grouping(rfm_value_segment) = 0 then 'rfm_value'
            when grouping(abc_class) = 0 then 'abc'
            when grouping(lifecycle_stage) = 0 then 'lifecycle'
            when grouping(abc_margin_class) = 0 then 'abc_margin'
            when grouping(loyalty_level) = 0 then 'loyalty'
            when grouping(value_type) = 0 then 'value_type'
            when grouping(man_profile) = 0 then 'man'
            when grouping(key_account_status) = 0 then 'key_account'
            when grouping(customer_grade) = 0 then 'grade'
            else 'buying_style'
        end as scheme,
        coalesce(
            rfm_segment, rfm_value_segment, abc_class, lifecycle_stage, abc_margin_class,
            loyalty_level, value_type, man_profile, key_account_status, customer_grade,
            buying_style
        ) as label,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue
    from people
    group by grouping sets (
        (store_id, as_of_date, rfm_segment),
        (store_id, as_of_date, rfm_value_segment),
        (store_id, as_of_date, abc_class),
        (store_id, as_of_date, lifecycle_stage),
        (store_id, as_of_date, abc_margin_class),
        (store_id, as_of_date, loyalty_level),
        (store_id, as_of_date, value_type),
        (store_id, as_of_date, man_profile),
        (store_id, as_of_date, key_account_status),
        (store_id, as_of_date, customer_grade),
        (store_id, as_of_date, buying_style)
    )
)
select
    store_id,
    as_of_date,
    scheme,
    label,
    label_rank::integer as label_rank,
    label_en,
    label_zh,
    customer_count::integer as customer_count,
    customer_count::double / store_count::double as customer_share,
    net_revenue::decimal(28, 4) as net_revenue,
    net_revenue::double / nullif(store_revenue::double, 0) as net_revenue_share
from counted
inner join stores using (store_id, as_of_date)
inner join labels using (scheme, label);

-- Movement ---------------------------------------------------------------------------
-- Of those whose key account status has changed: the status by the ranks that the same
-- values had among the customers of the date before.
create temp table key_account_stills as
with
changed as (
    select now.*, dates.previous_as_of_date
    from people as now
    inner join dates on now.as_of_date = dates.as_of_date and previous_as_of_date is not null
    inner join people as before
        on
            now.store_id = before.store_id
            and now.customer_id = before.customer_id
            and dates.previous_as_of_date = before.as_of_date
    where now.key_account_status <> before.key_account_status
),
earlier as (
    select store_id, as_of_date, metric, value, customer_count, worse_count, total_count
    from other_histogram
    where
        metric in ('growth_ratio', 'satisfied_order_count', 'referral_count')
        and value is not null
    union all
    select store_id, as_of_date, metric, value, customer_count, worse_count, total_count
    from histogram
    where metric = 'net_revenue'
),
asked as (
    select store_id, customer_id, as_of_date, previous_as_of_date, unnest([
        {metric: 'net_revenue', value: net_revenue::decimal(18, 4)},
        {metric: 'growth_ratio', value: growth_ratio::decimal(18, 4)},
        {metric: 'satisfied_order_count', value: satisfied_order_count::decimal(18, 4)},
        {metric: 'referral_count', value: referral_count::decimal(18, 4)}
    ], max_depth := 2)
    from changed
),
ranked as (
    select
        asked.store_id,
        asked.customer_id,
        asked.as_of_date,
        asked.metric,
        least(coalesce(
            (earlier.worse_count + earlier.customer_count)::double
            / nullif(earlier.total_count - 1, 0)::double,
            0
        ), 1) as percent_rank
    from asked
    asof left join earlier
        on
            asked.store_id = earlier.store_id
            and asked.previous_as_of_date = earlier.as_of_date
            and asked.metric = earlier.metric
            and asked.value > earlier.value
    where asked.value is not null
),
ranks_in_a_row as (
    pivot ranked
    on metric in ('net_revenue', 'growth_ratio', 'satisfied_order_count', 'referral_count')
    using max(percent_rank)
    group by store_id, customer_id, as_of_date
)
select
    changed.store_id,
    changed.customer_id,
    changed.as_of_date,
    status_of(changed.strategic, index_of(
        weights, ranks.net_revenue, ranks.growth_ratio, ranks.satisfied_order_count,
        ranks.referral_count, changed.strategic_rank
    ), weights) as key_account_status
from changed
inner join ranks_in_a_row as ranks using (store_id, customer_id, as_of_date)
cross join weights;

-- Who was known at both of two neighbouring dates, and who has entered. By the earlier
-- bounds the label is what it was: then not the customer has moved, but the bounds.
create temp view moves as
with
scored as (
    select
        now.store_id,
        now.customer_id,
        now.as_of_date,
        dates.previous_as_of_date,
        before.rfm_segment as rfm_before,
        now.rfm_segment as rfm_now,
        cells.rfm_segment as rfm_still,
        before.rfm_value_segment as rfm_value_before,
        now.rfm_value_segment as rfm_value_now,
        halves.rfm_value_segment as rfm_value_still,
        before.abc_class as abc_before,
        now.abc_class as abc_now,
        abc.abc_class as abc_still,
        before.lifecycle_stage as lifecycle_before,
        now.lifecycle_stage as lifecycle_now,
        now.lifecycle_stage as lifecycle_still,
        before.abc_margin_class as abc_margin_before,
        now.abc_margin_class as abc_margin_now,
        margin_classes.abc_class as abc_margin_still,
        before.loyalty_level as loyalty_before,
        now.loyalty_level as loyalty_now,
        now.loyalty_level as loyalty_still,
        before.value_type as value_type_before,
        now.value_type as value_type_now,
        value_score_of(
            up(now.value_per_order, value_2, value_3, value_4, value_5),
            up(now.satisfied_order_count, satisfied_2, satisfied_3, satisfied_4, satisfied_5),
            1 + (now.discount_part <= discount_2)::integer
            + (now.discount_part <= discount_3)::integer
            + (now.discount_part <= discount_4)::integer
            + (now.discount_part <= discount_5)::integer,
            up(now.engagement_count, engaged_2, engaged_3, engaged_4, engaged_5)
        ) as value_score_still,
        up(now.orders_per_month, volume_2, volume_3, volume_4, volume_5) as volume_score_still,
        before.man_profile as man_before,
        now.man_profile as man_now,
        letter(monetary_score(now.net_revenue, bounds) >= 4, 'M')
        || letter(now.has_authority, 'A') || letter(now.has_need, 'N') as man_still,
        before.key_account_status as key_account_before,
        now.key_account_status as key_account_now,
        coalesce(stills.key_account_status, now.key_account_status) as key_account_still,
        grade_rule_of(
            abc.abc_class, cells.rfm_segment, now.lifecycle_stage, now.recent_net_revenue,
            now.previous_net_revenue
        ) as grade_rule_still,
        before.customer_grade as grade_before,
        now.customer_grade as grade_now,
        before.buying_style as buying_style_before,
        now.buying_style as buying_style_now,
        style_of(
            style_rank_of(now.discount_part, other), now.last_rating, now.referral_count
        ) as buying_style_still,
        before.days_since_last_order as days_before,
        now.days_since_last_order as days_now,
        before.order_count as orders_before,
        now.order_count as orders_now,
        before.net_revenue as revenue_before,
        now.net_revenue as revenue_now
    from people as now
    inner join dates on now.as_of_date = dates.as_of_date and previous_as_of_date is not null
    left join people as before
        on
            now.store_id = before.store_id
            and now.customer_id = before.customer_id
            and dates.previous_as_of_date = before.as_of_date
    left join bounds
        on now.store_id = bounds.store_id and dates.previous_as_of_date = bounds.as_of_date
    left join other_bounds as other
        on now.store_id = other.store_id and dates.previous_as_of_date = other.as_of_date
    left join cells
        on
            cells.cell
            = 100 * recency_score(now.days_since_last_order, bounds)
            + 10 * frequency_score(now.order_count, bounds)
            + monetary_score(now.net_revenue, bounds)
    left join halves
        on
            halves.code
            = value_code(now.days_since_last_order, now.order_count, now.net_revenue, bounds)
    left join abc on abc.class_rank = class_rank(now.net_revenue, bounds)
    left join abc as margin_classes
        on margin_classes.class_rank = rank_of(now.margin_amount, margin_2, margin_3)
    left join key_account_stills as stills
        on
            now.store_id = stills.store_id
            and now.customer_id = stills.customer_id
            and now.as_of_date = stills.as_of_date
)
select
    *,
    type_of(value_score_still, volume_score_still) as value_type_still,
    if(
        grade_rule_still in ('abc_a', 'segment_champions', 'segment_loyal'),
        'high_value',
        if(grade_rule_still = 'none_of_these', 'ordinary', 'potential')
    ) as grade_still
from scored;

create temp macro cause(label_before, label_now, label_still) as case
    when label_before is null then 'entered'
    when label_now is null then 'left'
    when label_before = label_now then 'unchanged'
    when label_before = label_still then 'cuts'
    else 'behaviour'
end;

create table marts.tier_migrations as
with
per_scheme as (
    select
        store_id,
        as_of_date,
        previous_as_of_date,
        unnest([
            'rfm', 'rfm_value', 'abc', 'lifecycle', 'abc_margin', 'loyalty',
            'value_type', 'man', 'key_account', 'grade', 'buying_style'
        ]) as scheme,
        unnest([
            rfm_before, rfm_value_before, abc_before, lifecycle_before,
            abc_margin_before, loyalty_before, value_type_before, man_before,
            key_account_before, grade_before, buying_style_before
        ]) as label_before,
        unnest([
            rfm_now, rfm_value_now, abc_now, lifecycle_now, abc_margin_now, loyalty_now,
            value_type_now, man_now, key_account_now, grade_now, buying_style_now
        ]) as label_now,
        unnest([
            rfm_still, rfm_value_still, abc_still, lifecycle_still, abc_margin_still,
            loyalty_still, value_type_still, man_still, key_account_still, grade_still,
            buying_style_still
        ]) as label_still,
        revenue_now
    from moves
),
summed as (
    select
        store_id, as_of_date, previous_as_of_date, scheme,
        coalesce(label_before, 'entered') as from_label,
        coalesce(label_now, 'left') as to_label,
        cause(label_before, label_now, label_still) as cause,
        count(*) as customer_count,
        sum(revenue_now) as net_revenue
    from per_scheme
    where label_before is not null or label_now is not null
    group by all
)
select
    store_id,
    as_of_date,
    previous_as_of_date,
    summed.scheme,
    from_label,
    coalesce(from_labels.label_en, causes.label_en) as from_label_en,
    coalesce(from_labels.label_zh, causes.label_zh) as from_label_zh,
    to_label,
    coalesce(to_labels.label_en, causes.label_en) as to_label_en,
    coalesce(to_labels.label_zh, causes.label_zh) as to_label_zh,
    summed.cause,
    customer_count::integer as customer_count,
    net_revenue::decimal(28, 4) as net_revenue
from summed
left join labels as from_labels
    on summed.scheme = from_labels.scheme and from_label = from_labels.label
left join labels as to_labels
    on summed.scheme = to_labels.scheme and to_label = to_labels.label
left join rule('movement_causes') as causes on summed.cause = causes.cause;

-- Movements --------------------------------------------------------------------------
create table marts.customer_movements as
with
per_scheme as (
    select
        *,
        unnest([
            'rfm', 'rfm_value', 'abc', 'lifecycle', 'abc_margin', 'loyalty',
            'value_type', 'man', 'key_account', 'grade', 'buying_style'
        ]) as scheme,
        unnest([
            rfm_before, rfm_value_before, abc_before, lifecycle_before,
            abc_margin_before, loyalty_before, value_type_before, man_before,
            key_account_before, grade_before, buying_style_before
        ]) as from_label,
        unnest([
            rfm_now, rfm_value_now, abc_now, lifecycle_now, abc_margin_now, loyalty_now,
            value_type_now, man_now, key_account_now, grade_now, buying_style_now
        ]) as to_label,
        unnest([
            rfm_still, rfm_value_still, abc_still, lifecycle_still, abc_margin_still,
            loyalty_still, value_type_still, man_still, key_account_still, grade_still,
            buying_style_still
        ]) as label_still
    from moves
    where as_of_date = getvariable('as_of')
)
select
    store_id,
    customer_id,
    as_of_date,
    previous_as_of_date,
    scheme,
    from_label,
    from_label_en,
    from_label_zh,
    to_label,
    to_label_en,
    to_label_zh,
    direction,
    cause,
    revenue_now as net_revenue,
    fill_move(text_en, per_scheme) as explanation_en,
    fill_move(text_zh, per_scheme) as explanation_zh
from per_scheme
inner join move_sentences using (scheme, from_label, to_label)
where cause = if(from_label = label_still, 'cuts', 'behaviour');

-- Times ------------------------------------------------------------------------------
create table marts.time_in_tier as
with
-- The last of the earlier dates at which the label was another one, or unknown.
lasts as (
    select
        now.store_id,
        now.customer_id,
        min(history.as_of_date) as known_since,
        max(history.as_of_date) filter (
            history.rfm_segment is distinct from now.rfm_segment
        ) as rfm_left,
        max(history.as_of_date) filter (
            history.rfm_value_segment is distinct from now.rfm_value_segment
        ) as rfm_value_left,
        max(history.as_of_date) filter (
            history.abc_class is distinct from now.abc_class
        ) as abc_left,
        max(history.as_of_date) filter (
            history.lifecycle_stage is distinct from now.lifecycle_stage
        ) as lifecycle_left,
        max(history.as_of_date) filter (
            history.abc_margin_class is distinct from now.abc_margin_class
        ) as abc_margin_left,
        max(history.as_of_date) filter (
            history.loyalty_level is distinct from now.loyalty_level
        ) as loyalty_left,
        max(history.as_of_date) filter (
            history.value_type is distinct from now.value_type
        ) as value_type_left,
        max(history.as_of_date) filter (
            history.man_profile is distinct from now.man_profile
        ) as man_left,
        max(history.as_of_date) filter (
            history.key_account_status is distinct from now.key_account_status
        ) as key_account_left,
        max(history.as_of_date) filter (
            history.customer_grade is distinct from now.customer_grade
        ) as grade_left,
        max(history.as_of_date) filter (
            history.buying_style is distinct from now.buying_style
        ) as buying_style_left
    from people as history
    inner join people as now
        on history.store_id = now.store_id and history.customer_id = now.customer_id
    where
        now.as_of_date = getvariable('as_of') and history.as_of_date < getvariable('as_of')
    group by all
),
per_scheme as (
    select
        store_id,
        customer_id,
        coalesce(known_since, as_of_date) as known_since,
        unnest([
            'rfm', 'rfm_value', 'abc', 'lifecycle', 'abc_margin', 'loyalty',
            'value_type', 'man', 'key_account', 'grade', 'buying_style'
        ]) as scheme,
        unnest([
            rfm_segment, rfm_value_segment, abc_class, lifecycle_stage,
            abc_margin_class, loyalty_level, value_type, man_profile,
            key_account_status, customer_grade, buying_style
        ]) as label,
        unnest([
            rfm_left, rfm_value_left, abc_left, lifecycle_left, abc_margin_left,
            loyalty_left, value_type_left, man_left, key_account_left, grade_left,
            buying_style_left
        ]) as left_date
    from people
    left join lasts using (store_id, customer_id)
    where as_of_date = getvariable('as_of')
),
next_dates as (
    select as_of_date as left_date, lead(as_of_date) over (order by as_of_date) as next_date
    from dates
)
select
    store_id,
    customer_id,
    getvariable('as_of') as as_of_date,
    scheme,
    label,
    coalesce(next_date, known_since) as since_date,
    (getvariable('as_of') - since_date)::integer as days_in_tier,
    since_date = (select min(as_of_date) from dates) as is_at_least
from per_scheme
left join next_dates using (left_date)
where label is not null;

-- Reports ----------------------------------------------------------------------------
create table marts.store_loyalty as
with
counts as (
    select
        store_id,
        as_of_date,
        count(*) filter (purchase_day_count >= 1) as buyer_count,
        count(*) filter (purchase_day_count >= 2) as repeat_buyer_count,
        count(*) filter (loyalty_level in ('loyal', 'advocate')) as loyal_customer_count,
        count(*) filter (loyalty_level = 'advocate') as advocate_count
    from people
    group by all
)
select
    store_id,
    as_of_date,
    buyer_count::integer as buyer_count,
    repeat_buyer_count::integer as repeat_buyer_count,
    repeat_buyer_count / nullif(buyer_count, 0)::double as repeat_rate,
    loyal_customer_count::integer as loyal_customer_count,
    loyal_customer_count / nullif(buyer_count, 0)::double as loyal_share,
    advocate_count::integer as advocate_count
from counts;

create temp macro top_share(amount, customers, better, everyone, total, share) as
sum(amount * least(customers, greatest(ceil(share * everyone) - better, 0)))::double
/ nullif(max(total)::double, 0);

create table marts.portfolio_focus as
with
concentration as (
    select
        store_id,
        as_of_date,
        top_share(greatest(value, 0), customer_count, better_count, everyone, total_amount, 0.01)
            as top_1_percent_share,
        top_share(greatest(value, 0), customer_count, better_count, everyone, total_amount, 0.1)
            as top_10_percent_share,
        sum(customer_count * pow(
            greatest(value, 0)::double / nullif(total_amount::double, 0), 2
        )) as herfindahl_index
    from (
        select
            *,
            total_count::bigint as everyone,
            (total_count - worse_count - customer_count)::bigint as better_count
        from histogram
        where metric = 'net_revenue'
    )
    group by all
),
types as (
    select
        store_id,
        as_of_date,
        value_type,
        count(*) as customer_count,
        count(*) filter (is_conversion_candidate) as candidate_count,
        sum(greatest(net_revenue, 0)) as revenue,
        sum(greatest(coalesce(margin_amount, 0), 0)) as margin
    from people
    group by all
),
stores as (
    select
        store_id,
        as_of_date,
        sum(customer_count) as customer_count,
        sum(candidate_count) as candidate_count,
        sum(revenue)::double as revenue,
        sum(margin)::double as margin,
        coalesce(sum(revenue) filter (value_type = 'valued'), 0) as valued,
        coalesce(sum(revenue) filter (value_type = 'volume'), 0) as volume,
        coalesce(sum(revenue) filter (value_type = 'valued_volume'), 0) as valued_volume,
        coalesce(sum(revenue) filter (value_type = 'occasional'), 0) as occasional,
        coalesce(sum(margin) filter (value_type = 'valued'), 0) as valued_margin,
        coalesce(sum(margin) filter (value_type = 'volume'), 0) as volume_margin,
        coalesce(sum(margin) filter (value_type = 'valued_volume'), 0)
            as valued_volume_margin,
        coalesce(sum(margin) filter (value_type = 'occasional'), 0) as occasional_margin
    from types
    group by all
),
shares as (
    select
        store_id,
        as_of_date,
        customer_count::integer as customer_count,
        candidate_count::integer as conversion_candidate_count,
        valued::double / nullif(revenue, 0) as valued_net_revenue_share,
        valued_margin::double / nullif(margin, 0) as valued_margin_share,
        volume::double / nullif(revenue, 0) as volume_net_revenue_share,
        volume_margin::double / nullif(margin, 0) as volume_margin_share,
        valued_volume::double / nullif(revenue, 0) as valued_volume_net_revenue_share,
        valued_volume_margin::double / nullif(margin, 0) as valued_volume_margin_share,
        occasional::double / nullif(revenue, 0) as occasional_net_revenue_share,
        occasional_margin::double / nullif(margin, 0) as occasional_margin_share,
        if(margin > 0, 'margin', 'net_revenue') as judged_by,
        coalesce(
            (valued_margin - volume_margin)::double / nullif(margin, 0),
            (valued - volume)::double / nullif(revenue, 0),
            0
        ) as valued_lead
    from stores
),
texts as (
    select
        shares.* exclude (valued_lead),
        concentration.* exclude (store_id, as_of_date),
        focus,
        label_en as focus_label_en,
        label_zh as focus_label_zh,
        unnest(['en', 'zh']) as language,
        unnest([sentence_en, sentence_zh]) as sentence,
        if(shares.judged_by = 'margin', valued_margin_share, valued_net_revenue_share)
            as valued_share,
        if(shares.judged_by = 'margin', volume_margin_share, volume_net_revenue_share)
            as volume_share,
        if(
            shares.judged_by = 'margin',
            valued_volume_margin_share,
            valued_volume_net_revenue_share
        ) as both_share,
        sentence
            .replace('{valued}', coalesce(format('{:,.0f}', 100 * valued_share), '-'))
            .replace('{volume}', coalesce(format('{:,.0f}', 100 * volume_share), '-'))
            .replace('{both}', coalesce(format('{:,.0f}', 100 * both_share), '-'))
            .replace('{top}', coalesce(format('{:,.0f}', 100 * top_10_percent_share), '-'))
            .replace('{candidates}', format('{:,d}', conversion_candidate_count)) as advice
    from shares
    inner join concentration using (store_id, as_of_date)
    inner join rule('portfolio_advices') as advices
        on
            shares.judged_by = advices.judged_by
            and valued_lead >= valued_lead_from::double
            and valued_lead < valued_lead_until::double
)
select
    * exclude (language, sentence, valued_share, volume_share, both_share, advice),
    max(advice) filter (language = 'en') as advice_en,
    max(advice) filter (language = 'zh') as advice_zh
from texts
group by all;

create table marts.acquisition_channels as
with
channels as (
    select
        store_id,
        as_of_date,
        acquisition_channel,
        count(*) as customer_count,
        count(*) filter (purchase_day_count >= 1) as buyer_count,
        count(*) filter (purchase_day_count >= 2) as repeat_buyer_count,
        count(*) filter (is_effective) as effective_customer_count,
        sum(first_order_revenue) as first_order_revenue,
        sum(net_revenue) as net_revenue
    from people
    group by all
)
select
    store_id,
    as_of_date,
    acquisition_channel,
    customer_count::integer as customer_count,
    buyer_count::integer as buyer_count,
    repeat_buyer_count::integer as repeat_buyer_count,
    repeat_buyer_count / nullif(buyer_count, 0)::double as repeat_rate,
    effective_customer_count::integer as effective_customer_count,
    first_order_revenue::decimal(28, 4) as first_order_revenue,
    (net_revenue - first_order_revenue)::decimal(28, 4) as later_net_revenue,
    net_revenue::decimal(28, 4) as net_revenue
from channels;

-- A touch falls on the same day of another year; of three the few that are near.
create temp macro next_return(date, day) as if(
    (date + to_months(12 * (year(day) - year(date))::integer))::date > day,
    (date + to_months(12 * (year(day) - year(date))::integer))::date,
    (date + to_months(12 * (year(day) - year(date) + 1)::integer))::date
);

create table marts.care_calendar as
with
touches as (
    select
        store_id,
        customer_id,
        as_of_date,
        full_name,
        next_return(first_order_date, as_of_date) as order_anniversary,
        next_return(birth_date, as_of_date) as birthday,
        expected_next_order_date as expected_order
    from people
    where as_of_date = getvariable('as_of')
),
near as (
    unpivot touches
    on order_anniversary, birthday, expected_order
    into name touch value touch_date
)
select
    store_id,
    customer_id,
    as_of_date,
    touch,
    touch_date,
    full_name,
    priority::integer as priority,
    action_en,
    action_zh,
    channel
from near
inner join rule('playbook') as playbook on scheme = 'care' and touch = label
where touch_date > as_of_date and touch_date <= as_of_date + 30;

-- Every action is a bit, in the order of priority: the first three of a customer are the
-- three lowest bits of all his labels.
create temp table actions as
select
    playbook.scheme,
    label,
    label_en,
    label_zh,
    priority::integer as priority,
    action_en,
    action_zh,
    channel,
    1::bigint << (row_number() over (order by priority::integer, playbook.scheme) - 1) as bit
from rule('playbook') as playbook
inner join labels using (scheme, label);

create temp macro bits(wanted) as table
select label, bit from actions where scheme = wanted;

create table marts.customer_actions as
with
asked_for as (
    select
        store_id,
        customer_id,
        rfm.bit | rfm_value.bit | abc.bit | lifecycle.bit | coalesce(abc_margin.bit,
        0) | loyalty.bit | value_type.bit | man.bit | key_account.bit | grade.bit
        | coalesce(buying_style.bit, 0) as bits
    from people
    left join bits('rfm') as rfm on rfm_segment = rfm.label
    left join bits('rfm_value') as rfm_value on rfm_value_segment = rfm_value.label
    left join bits('abc') as abc on abc_class = abc.label
    left join bits('lifecycle') as lifecycle on lifecycle_stage = lifecycle.label
    left join bits('abc_margin') as abc_margin on abc_margin_class = abc_margin.label
    left join bits('loyalty') as loyalty on loyalty_level = loyalty.label
    left join bits('value_type') as value_type on value_type = value_type.label
    left join bits('man') as man on man_profile = man.label
    left join bits('key_account') as key_account on key_account_status = key_account.label
    left join bits('grade') as grade on customer_grade = grade.label
    left join bits('buying_style') as buying_style on buying_style = buying_style.label
    where as_of_date = getvariable('as_of')
),
without_first as (
    select *, bits & (bits - 1) as later_bits from asked_for
),
without_second as (
    select *, later_bits & (later_bits - 1) as last_bits from without_first
),
chosen as (
    select
        store_id,
        customer_id,
        unnest([1, 2, 3]) as action_rank,
        unnest([bits & -bits, later_bits & -later_bits, last_bits & -last_bits]) as bit
    from without_second
)
select
    store_id,
    customer_id,
    getvariable('as_of') as as_of_date,
    action_rank,
    scheme,
    label,
    label_en,
    label_zh,
    priority,
    action_en,
    action_zh,
    channel
from chosen
inner join actions using (bit);

-- Of every customer how often a category and a channel: the greatest number has the count
-- above the place in the alphabet.
create table marts.purchase_habits as
with
counted as (
    select store_id, customer_id, category_bit, channel_bit, count(*) as count_of
    from ledger
    where event_date <= getvariable('as_of') and (category_bit > 0 or channel_bit > 0)
    group by all
),
per_category as (
    select store_id, customer_id, category_bit, sum(count_of) as count_of
    from counted where category_bit > 0 group by all
),
per_channel as (
    select store_id, customer_id, channel_bit, sum(count_of) as count_of
    from counted where channel_bit > 0 group by all
),
best_categories as (
    select store_id, customer_id,
        max((count_of::bigint << 6) + 63 - bit_count(category_bit - 1)) as best
    from per_category group by all
),
best_channels as (
    select store_id, customer_id,
        max((count_of::bigint << 6) + 63 - bit_count(channel_bit - 1)) as best
    from per_channel group by all
)
select
    store_id,
    customer_id,
    as_of_date,
    order_count,
    category as favourite_category,
    category_count,
    channel as favourite_channel,
    channel_count,
    preferred_weekday,
    preferred_hour,
    discount_share,
    average_order_value,
    mean_gap_days
from people
left join best_categories using (store_id, customer_id)
left join categories on category_bit = 1::bigint << (63 - (best_categories.best & 63))
left join best_channels using (store_id, customer_id)
left join channels on channel_bit = 1::bigint << (63 - (best_channels.best & 63))
where as_of_date = getvariable('as_of') and purchase_day_count > 0;

-- Products by the first date at which a line is known; what is known once stays known.
create table marts.product_abc as
with
first_dates as (
    select day, min(as_of_date) as first_as_of_date
    from (
        select distinct order_date as day from lines union select distinct back_date from lines
    )
    inner join dates on day <= as_of_date
    group by day
),
bought as (
    select store_id, first_as_of_date, product_id, category, sum(pieces) as pieces,
        sum(net) as net, sum(net - cost) as margin, count(*) as line_count,
        count(cost) as cost_count
    from lines inner join first_dates on order_date = day
    where is_purchase and reason is null
    group by all
    union all
    select store_id, first_as_of_date, product_id, category, -sum(pieces), -sum(net),
        -sum(net - cost), count(*), count(cost)
    from lines inner join first_dates on back_date = day
    where is_purchase and reason is null
    group by all
),
items as (
    select
        store_id,
        as_of_date,
        if(grouping(product_id) = 0, 'product', 'category') as item_kind,
        if(grouping(product_id) = 0, product_id, category) as item,
        sum(pieces) as quantity,
        sum(net) as net_revenue,
        if(sum(line_count) = sum(cost_count), sum(margin), null) as margin_amount
    from bought
    inner join dates on first_as_of_date <= as_of_date
    group by grouping sets ((store_id, as_of_date, product_id), (store_id, as_of_date, category))
),
ranked as (
    select
        *,
        sum(greatest(net_revenue, 0)) over kind as total_amount,
        coalesce(sum(greatest(net_revenue, 0)) over (
            partition by store_id, as_of_date, item_kind order by net_revenue desc
            range between unbounded preceding and current row exclude ties
        ), 0) - greatest(net_revenue, 0) as better_amount
    from items
    where item is not null
    window kind as (partition by store_id, as_of_date, item_kind)
)
select
    store_id,
    as_of_date,
    item_kind,
    item,
    quantity::decimal(18, 4) as quantity,
    net_revenue::decimal(18, 4) as net_revenue,
    margin_amount::decimal(18, 4) as margin_amount,
    if(net_revenue > 0, net_revenue, null)::double / total_amount::double as revenue_share,
    if(net_revenue > 0, better_amount, null)::double / total_amount::double
        as revenue_share_before,
    coalesce(abc_class, (select min_by(abc_class, class_rank) from abc)) as abc_class
from ranked
left join abc
    on
        net_revenue > 0
        and better_amount >= above * total_amount
        and better_amount < below * total_amount;

-- What a customer has bought is a set of bits: there are far fewer sets than customers.
create temp table sets as
with
bits as (
    select store_id, customer_id, category_bit from ledger
    where event_date <= getvariable('as_of') and category_bit > 0
    union all
    select store_id, customer_id, category_bit
    from lines inner join categories using (category)
    where is_purchase and reason is null and order_date <= getvariable('as_of')
)
select store_id, customer_id, bit_or(category_bit) as bought
from bits
group by all;

create table marts.next_categories as
with
counted as (
    select store_id, bought, count(*) as customer_count from sets group by all
),
buyers as (
    select store_id, sum(customer_count) as buyer_count from counted group by all
),
per_category as (
    select store_id, category, category_bit, sum(customer_count) as buyer_count
    from counted
    inner join categories on bought & category_bit > 0
    group by all
),
ties as (
    select
        store_id,
        first.category_bit,
        first.category,
        next.category_bit as next_bit,
        next.category as next_category,
        sum(customer_count) as pair_count,
        pair_count::double / any_value(buyers.buyer_count)::double as support_share,
        (pair_count * any_value(buyers.buyer_count))::double
        / (any_value(first.buyer_count) * any_value(next.buyer_count))::double as lift
    from counted
    inner join per_category as first using (store_id)
    inner join per_category as next using (store_id)
    inner join buyers using (store_id)
    where
        bought & first.category_bit > 0
        and bought & next.category_bit > 0
        and first.category_bit <> next.category_bit
    group by all
),
-- Once for each set; of equal ties the first in the alphabet.
best as (
    select
        store_id, bought, next_category, category as because_of_category, support_share, lift,
        row_number() over (
            partition by store_id, bought, next_category
            order by lift desc, support_share desc, category
        ) as tie_place
    from counted
    inner join ties using (store_id)
    where
        support_share >= 0.01
        and lift > 1
        and bought & category_bit > 0
        and bought & next_bit = 0
    qualify tie_place = 1
),
ranked as (
    select *, row_number() over (
        partition by store_id, bought order by lift desc, support_share desc, next_category
    )::integer as suggestion_rank
    from best
    qualify suggestion_rank <= 3
)
select
    store_id,
    customer_id,
    getvariable('as_of') as as_of_date,
    suggestion_rank,
    next_category,
    because_of_category,
    support_share,
    lift
from sets
inner join ranked using (store_id, bought);
