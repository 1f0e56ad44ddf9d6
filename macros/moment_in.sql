{% macro moment_in(text) -%}
    {{ adapter.dispatch('moment_in')(text) }}
{%- endmacro %}

{#- DuckDB reads 24-01-05 as the year 24, and epoch, infinity and years before Christ, which
    no other engine could write down, as moments. -#}
{% macro duckdb__moment_in(text) -%}
    case
        when {{ text }} < '0002' or {{ text }} >= ':' or contains({{ text }}, '(')
            then
                case
                    when try_cast({{ text }} as timestamp) is not null
                        then {{ incredible_timestamp() }}
                end
        -- A day without a time is a day of the shop's.
        when not contains({{ text }}, ':') then try_cast({{ text }} as timestamp)
        -- A letter or a sign behind the time of day is a zone or an offset.
        when regexp_matches({{ text }}, '\d:\d{2}.*[A-Za-z+-]')
            then timezone(
                '{{ setting('business_timezone') }}',
                -- No blank may stand before an offset.
                try_cast(
                    regexp_replace({{ text }}, ' ([+-]\d{2})', '\1') as timestamptz
                )
            )
        else {{ on_shop_clock('try_cast(' ~ text ~ ' as timestamp)') }}
    end
{%- endmacro %}

{#- Spark's own cast reads more than a timestamp ('2024', '10:30'), hence the patterns. -#}
{% macro spark__moment_in(text) -%}
    {%- set text = "regexp_replace(" ~ text ~ ", '[ \\t\\r\\n]+', ' ')" -%}
    {#- A year has four digits. -#}
    {%- set text = "concat(lpad(regexp_extract(" ~ text ~ ", '^([0-9]{1,3})[-/]', 1), "
        ~ "case when " ~ text ~ " rlike '^[0-9]{1,3}[-/]' then 4 else 0 end, '0'), "
        ~ "regexp_replace(" ~ text ~ ", '^[0-9]{1,3}([-/])', '$1'))" -%}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '^([0-9]{4})/([0-9]{1,2})/', '$1-$2-')" -%}
    {#- A zone must stand behind seconds. -#}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '([ T][0-9]{1,2}:[0-9]{2})( ?[A-Za-z+-])', '$1:00$2')" -%}
    {%- set day = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' -%}
    {%- set time = '[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?' -%}
    case
        when {{ text }} rlike '^000[01]-[0-9]{1,2}-[0-9]{1,2}'
            then {{ incredible_timestamp() }}
        when lower({{ text }}) in ('epoch', 'infinity', '-infinity', 'inf', '-inf')
            then {{ incredible_timestamp() }}
        when {{ text }} rlike '^-[0-9]+-[0-9]{1,2}-[0-9]{1,2}|{{ day }} ?[(]BC[)]'
            then {{ incredible_timestamp() }}
        when {{ text }} rlike '{{ day }}{{ time }} ?([A-Za-z]|[+-][0-9]{2})'
            then from_utc_timestamp(
                try_cast({{ text }} as timestamp), '{{ setting('business_timezone') }}'
            )
        when {{ text }} rlike '{{ day }}{{ time }}$'
            then {{ on_shop_clock('try_cast(' ~ text ~ ' as timestamp)') }}
        -- A day without a time is a day of the shop's.
        when {{ text }} rlike '{{ day }}$' then try_cast({{ text }} as timestamp)
    end
{%- endmacro %}
