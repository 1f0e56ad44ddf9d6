{#- Part of the project, built next to a full build under other rules, carries the
    versions that a full build would have under the current rules. -#}
{% macro as_of_dates() %}
    {%- set dates = relation_of('int_as_of_dates') -%}
    {%- if not dates or not invocation_args_dict.get('defer') or rules_are_recorded() -%}
        {{ return(dates) }}
    {%- endif -%}
    {%- do check_lineage() -%}
    {%- set query -%}
        (
            select
                dates.as_of_date,
                rules.rules_version,
                {%- for kind in ['as_of', 'movement', 'history'] %}
                {{ judged_by('rules.rules_version', 'dates.' ~ kind ~ '_content') }}
                    as {{ kind }}_version,
                dates.{{ kind }}_content,
                {%- endfor %}
                dates.as_of_version as recorded_version
            from {{ dates }} as dates
            cross join (
                select {{ current_rules_version('seeds_hash') }} as rules_version
                from {{ relation_of('int_rules_version') }}
            ) as rules
        )
    {%- endset -%}
    {{ return(query) }}
{% endmacro %}

{#- A view over rows built under other rules has the version under the current rules, as
    its own table would. -#}
{% macro as_of_version_of(relation) -%}
    {%- set dates = as_of_dates() -%}
    {%- if dates is string -%}
        (
            select max(dates.as_of_version) from {{ dates }} as dates
            where dates.as_of_date = {{ relation }}.as_of_date
        )
    {%- else -%}
        {{ relation }}.as_of_version
    {%- endif -%}
{%- endmacro %}

{% macro held_dates() %}
    {%- set held = own_relation_of('int_as_of_dates') -%}
    {%- if not held or flags.FULL_REFRESH -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }}) from {{ held }} order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}

{#- A literal: in a view over it the engine skips all other dates, even below joins. -#}
{% macro newest_date() %}
    {%- set dates = relation_of('int_as_of_dates') -%}
    {%- if not dates -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set query -%}
        select cast(max(as_of_date) as {{ dbt.type_string() }}) from {{ dates }}
        where is_newest
    {%- endset -%}
    {%- set newest = run_query(query).rows[0][0] -%}
    {{ return("date '" ~ newest ~ "'" if newest else 'cast(null as date)') }}
{% endmacro %}

{#- A view with that literal has no rows once there is a newer date. -#}
{% macro is_newest_date(column, newest) -%}
    {{ column }} = {{ newest }}
    and exists (
        select 1 from {{ relation_of('int_as_of_dates') }} as dates
        where dates.is_newest and dates.as_of_date = {{ newest }}
    )
{%- endmacro %}

{#- A hook of the as-of dates. -#}
{% macro check_as_of_date() %}
    {%- set as_of_date = setting('as_of_date') -%}
    {%- set orders = relation_of('int_screened_orders') -%}
    {%- if as_of_date and orders -%}
        {%- set query -%}
            select cast(min(order_date) as {{ dbt.type_string() }})
            from {{ orders }}
            where rejection_reason is null
            having min(order_date) > cast('{{ as_of_date }}' as date)
        {%- endset -%}
        {%- for first_date in run_query(query).columns[0].values() -%}
            {{ refuse(
                'as_of_date is ' ~ as_of_date ~ ', before the first accepted order, which is of '
                ~ first_date ~ ': there is nobody to judge yet. Give that day or a later one.'
            ) }}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
