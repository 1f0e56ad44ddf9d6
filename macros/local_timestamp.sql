{% macro local_timestamp(expression) -%}
    {{ adapter.dispatch('local_timestamp')(expression) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(expression) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = setting('source_timezone') or shop -%}
    {%- set text = 'trim(cast(' ~ expression ~ ' as varchar))' -%}
    {%- set to_shop_clock = '' if source == shop
        else "timezone('" ~ shop ~ "', timezone('" ~ source ~ "', " -%}
    {%- set end = '' if source == shop else '))' -%}
    nullif(nullif(
        case
            when typeof({{ expression }}) in ('TIMESTAMP', 'TIMESTAMP_NS')
                then
                    {{ to_shop_clock }}try_cast({{ expression }} as timestamp){{ end }}
            -- A letter or a sign behind the time of day is a zone or an offset.
            when regexp_matches({{ text }}, '\d:\d{2}.*[A-Za-z+-]')
                then timezone('{{ shop }}', try_cast({{ text }} as timestamptz))
            when regexp_matches({{ text }}, '\d:\d{2}')
                then {{ to_shop_clock }}try_cast({{ text }} as timestamp){{ end }}
            -- A day without a time is a day of the shop's.
            else try_cast({{ text }} as timestamp)
        end,
        timestamp 'infinity'
    ), timestamp '-infinity')
{%- endmacro %}

{#- In a session whose time zone is UTC a Spark timestamp is the shop's clock. Spark's own
    cast reads more than a timestamp ('2024', '10:30'), hence the patterns. -#}
{% macro spark__local_timestamp(expression) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = setting('source_timezone') or shop -%}
    {%- set text = "trim(regexp_replace(" ~ clean_text(expression)
        ~ ", '[ \\t\\r\\n]+', ' '))" -%}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '^([0-9]{4})/([0-9]{1,2})/', '$1-$2-')" -%}
    {#- A zone must stand behind seconds. -#}
    {%- set text = "regexp_replace(" ~ text
        ~ ", '([ T][0-9]{1,2}:[0-9]{2})( ?[A-Za-z+-])', '$1:00$2')" -%}
    {%- set day = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' -%}
    {%- set time = '[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?' -%}
    {%- set to_shop_clock, end = '', '' -%}
    {%- if source != shop -%}
        {#- Of the hour that comes twice in autumn, the second one, as DuckDB takes it. -#}
        {%- set to_shop_clock = "transform(array(" -%}
        {%- set end = "), clock -> from_utc_timestamp(case when from_utc_timestamp("
            ~ "to_utc_timestamp(clock, '" ~ source ~ "') + interval 1 hour, '" ~ source
            ~ "') = clock then to_utc_timestamp(clock, '" ~ source ~ "') + interval 1 hour"
            ~ " else to_utc_timestamp(clock, '" ~ source ~ "') end, '" ~ shop ~ "'))[0]" -%}
    {%- endif -%}
    case
        when typeof({{ expression }}) = 'timestamp'
            then from_utc_timestamp(try_cast({{ expression }} as timestamp), '{{ shop }}')
        when typeof({{ expression }}) = 'timestamp_ntz'
            then {{ to_shop_clock }}try_cast({{ expression }} as timestamp){{ end }}
        when {{ text }} rlike '{{ day }}{{ time }} ?([A-Za-z]|[+-][0-9]{2})'
            then from_utc_timestamp(try_cast({{ text }} as timestamp), '{{ shop }}')
        when {{ text }} rlike '{{ day }}{{ time }}$'
            then {{ to_shop_clock }}try_cast({{ text }} as timestamp){{ end }}
        -- A day without a time is a day of the shop's.
        when {{ text }} rlike '{{ day }}$' then try_cast({{ text }} as timestamp)
    end
{%- endmacro %}
